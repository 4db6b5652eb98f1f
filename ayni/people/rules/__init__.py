"""What is allowed and what is alike: plain functions over plain values."""
