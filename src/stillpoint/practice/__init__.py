"""The practice model: typed, versioned, loaded from TOML."""
