"""How people are told of what waits: by an e-mail that counts and a calendar that reminds."""
