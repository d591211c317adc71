"""What every room reads and writes files with: nodes, shapes, tables, text; nothing here knows what a run is."""
