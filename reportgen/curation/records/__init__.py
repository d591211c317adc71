"""One module for each tool that filters, each with TOOL, identify and extract."""
