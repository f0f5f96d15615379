"""The privacy notice has a version: every application keeps the one its writer read."""

VERSION = "2026-1"
