"""What sets the project up, makes its generated files, and tries its tests."""
