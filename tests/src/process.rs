//! Real processes of the program `daiban`.
