//! case_page
