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
from knowledge.records.demand import Forecast, SalesEvent, StockOutDay
from knowledge.records.logistics import Shipment, ShipmentLine, TrackingEvent, TrackingStatus
from knowledge.records.negotiations import (
    Negotiation,
    NegotiationMove,
    NegotiationState,
    SupplierMessage,
    SupplierMessageState,
)
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
    DelayNotice,
    DelayNoticeState,
    Guardrails,
    PriceBreak,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Receipt,
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
    "DelayNotice",
    "DelayNoticeState",
    "DeliveryState",
    "Draft",
    "Forecast",
    "Guardrails",
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
    "Negotiation",
    "NegotiationMove",
    "NegotiationState",
    "Note",
    "Order",
    "OrderGrant",
    "OrderLine",
    "OrderStatus",
    "OutboxItem",
    "Payment",
    "PaymentStatus",
    "PriceBreak",
    "Product",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseOrderStatus",
    "Rating",
    "Receipt",
    "Record",
    "Refund",
    "RefundStatus",
    "ReturnCase",
    "ReturnLine",
    "ReturnStatus",
    "Role",
    "SalesEvent",
    "Shipment",
    "ShipmentLine",
    "Sku",
    "Staff",
    "StaffTopic",
    "StockLevel",
    "StockMovement",
    "StockOutDay",
    "StockWatch",
    "Supplier",
    "SupplierMessage",
    "SupplierMessageState",
    "SupplierOffer",
    "TaughtMessage",
    "TrackingEvent",
    "TrackingStatus",
    "WrongAnswer",
    "metadata",
    "utcnow",
]
