"""What a panel shows, as values: states, facts, tables, sentences; no picture is drawn here."""
