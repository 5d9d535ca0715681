"""Facts announced in the same transaction, handlers, schedule, messages to people."""
