"""Disclosure: flags of what is not on a case file, and the schedule made from them."""
