"""Files that reportgen writes for its user to go on with: starters, and manifests that are completed."""
