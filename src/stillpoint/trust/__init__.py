"""Trust: the trail, keys, access answers, the identifier scan, retention and holds."""
