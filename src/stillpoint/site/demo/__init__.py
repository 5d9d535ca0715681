"""The demonstration force: plainly invented, made by a seeded generator.

Rates and times follow the published numbers in the practice literature on rape investigations in
England and Wales (docs/demo.md names each); people, teams, cases and words are invented.
"""
