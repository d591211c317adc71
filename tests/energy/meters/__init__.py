"""Tests of the meters, on stand-ins for the hardware."""
