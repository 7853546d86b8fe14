//! Reading catalogue, places and calendar files.
