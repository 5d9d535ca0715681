"""Reading other systems' files: mappings, runs, rows held for a person, wordings remembered."""
