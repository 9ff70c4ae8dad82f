"""Making the weights: pre-train, train, convert, evaluate. Serving never imports this."""
