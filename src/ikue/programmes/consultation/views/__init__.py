"""The screens of ①."""
