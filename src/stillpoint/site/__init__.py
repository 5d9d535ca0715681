"""Settings, shell, sign-in, pages that join rooms, the wiring, the demo."""
