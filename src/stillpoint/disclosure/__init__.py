"""Disclosure: what is not on a case file, and what keeps or ends records: holds, retention."""
