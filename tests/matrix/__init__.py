"""Every address of the service against every person of one small world of real rows."""
