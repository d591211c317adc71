"""The sections of the page: a module for each, or for a part of one."""
