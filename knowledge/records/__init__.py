"""The tables, by topic. Migrations read `SQLModel.metadata` through this module."""

from sqlmodel import SQLModel

from knowledge.records.articles import Article, ArticleQuestion, KnowledgeGap
from knowledge.records.base import Record, utcnow
from knowledge.records.catalogue import Product, Sku
from knowledge.records.conversations import (
    Author,
    Conversation,
    ConversationState,
    DeliveryState,
    Handover,
    HandoverReason,
    Message,
    MessageEdit,
    MessageKind,
    Note,
    OutboxItem,
)
from knowledge.records.customers import (
    Channel,
    ChannelAccount,
    Customer,
    IdentityAttempt,
    OrderGrant,
)
from knowledge.records.logistics import Shipment, ShipmentLine, TrackingEvent, TrackingStatus
from knowledge.records.orders import (
    Invoice,
    InvoiceStatus,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
)
from knowledge.records.staff import AuditEntry, Role, Staff
from knowledge.records.stock import DailySales, StockLevel, StockMovement
from knowledge.records.suppliers import (
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Supplier,
    SupplierOffer,
)
from knowledge.records.teaching import TaughtMessage

metadata = SQLModel.metadata

__all__ = [
    "Article",
    "ArticleQuestion",
    "AuditEntry",
    "Author",
    "Channel",
    "ChannelAccount",
    "Conversation",
    "ConversationState",
    "Customer",
    "DailySales",
    "DeliveryState",
    "Handover",
    "HandoverReason",
    "IdentityAttempt",
    "Invoice",
    "InvoiceStatus",
    "KnowledgeGap",
    "Message",
    "MessageEdit",
    "MessageKind",
    "Note",
    "Order",
    "OrderGrant",
    "OrderLine",
    "OrderStatus",
    "OutboxItem",
    "Payment",
    "PaymentStatus",
    "Product",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseOrderStatus",
    "Record",
    "Refund",
    "RefundStatus",
    "ReturnCase",
    "ReturnStatus",
    "Role",
    "Shipment",
    "ShipmentLine",
    "Sku",
    "Staff",
    "StockLevel",
    "StockMovement",
    "Supplier",
    "SupplierOffer",
    "TaughtMessage",
    "TrackingEvent",
    "TrackingStatus",
    "metadata",
    "utcnow",
]
