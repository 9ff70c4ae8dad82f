"""The tables, by topic. Migrations read `SQLModel.metadata` through this module."""

from sqlmodel import SQLModel

from knowledge.records.actions import Action, ActionKind, ActionState
from knowledge.records.aftercare import Rating, StockWatch
from knowledge.records.articles import (
    Article,
    ArticleCandidate,
    ArticleQuestion,
    CandidateState,
    KnowledgeGap,
)
from knowledge.records.attachments import Attachment
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
    CaseKind,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnLine,
    ReturnStatus,
)
from knowledge.records.room import CannedReply, DailyFigure, Draft, JobRun, StaffTopic
from knowledge.records.staff import ApiToken, AuditEntry, Role, Staff
from knowledge.records.stock import DailySales, StockLevel, StockMovement
from knowledge.records.suppliers import (
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Supplier,
    SupplierOffer,
)
from knowledge.records.teaching import TaughtMessage, WrongAnswer

metadata = SQLModel.metadata

__all__ = [
    "Action",
    "ActionKind",
    "ActionState",
    "ApiToken",
    "Article",
    "ArticleCandidate",
    "ArticleQuestion",
    "Attachment",
    "AuditEntry",
    "Author",
    "CandidateState",
    "CannedReply",
    "CaseKind",
    "Channel",
    "ChannelAccount",
    "Conversation",
    "ConversationState",
    "Customer",
    "DailyFigure",
    "DailySales",
    "DeliveryState",
    "Draft",
    "Handover",
    "HandoverReason",
    "IdentityAttempt",
    "Invoice",
    "InvoiceKind",
    "InvoiceStatus",
    "JobRun",
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
    "Rating",
    "Record",
    "Refund",
    "RefundStatus",
    "ReturnCase",
    "ReturnLine",
    "ReturnStatus",
    "Role",
    "Shipment",
    "ShipmentLine",
    "Sku",
    "Staff",
    "StaffTopic",
    "StockLevel",
    "StockMovement",
    "StockWatch",
    "Supplier",
    "SupplierOffer",
    "TaughtMessage",
    "TrackingEvent",
    "TrackingStatus",
    "WrongAnswer",
    "metadata",
    "utcnow",
]
