"""How the shop's own records come in: rows from CSV files and from the HTTP API.

`rows` and `supply_rows` say what a row may hold, `read_row` turns a JSON object or a CSV line
into one, and the `put_…` functions add or update records by the shop's own keys. Putting the
same row a second time changes nothing. A value that is absent leaves the record as it is; a
blank one clears it.
"""

from knowledge.intake.csv_files import import_csv
from knowledge.intake.customers import put_customer, put_customers
from knowledge.intake.orders import put_order, put_orders
from knowledge.intake.products import put_product, put_products
from knowledge.intake.refusals import Problem, RowRefused
from knowledge.intake.report import ImportReport, Progress
from knowledge.intake.rows import (
    CustomerRow,
    OrderLineRow,
    OrderRow,
    ProductRow,
    ShipmentRow,
    TrackingEventRow,
    read_row,
)
from knowledge.intake.shipments import put_shipment, put_shipments
from knowledge.intake.stock import put_sales, put_stock, put_stocks
from knowledge.intake.suppliers import (
    put_receipt,
    put_receipts,
    put_supplier,
    put_supplier_offer,
    put_supplier_offers,
    put_suppliers,
)
from knowledge.intake.supply_rows import (
    ReceiptRow,
    SalesRow,
    StockRow,
    SupplierOfferRow,
    SupplierRow,
)
from knowledge.intake.tracking import put_tracking_event, put_tracking_events
from knowledge.intake.upserts import Outcome

__all__ = [
    "CustomerRow",
    "ImportReport",
    "OrderLineRow",
    "OrderRow",
    "Outcome",
    "Problem",
    "ProductRow",
    "Progress",
    "ReceiptRow",
    "RowRefused",
    "SalesRow",
    "ShipmentRow",
    "StockRow",
    "SupplierOfferRow",
    "SupplierRow",
    "TrackingEventRow",
    "import_csv",
    "put_customer",
    "put_customers",
    "put_order",
    "put_orders",
    "put_product",
    "put_products",
    "put_receipt",
    "put_receipts",
    "put_sales",
    "put_shipment",
    "put_shipments",
    "put_stock",
    "put_stocks",
    "put_supplier",
    "put_supplier_offer",
    "put_supplier_offers",
    "put_suppliers",
    "put_tracking_event",
    "put_tracking_events",
    "read_row",
]
