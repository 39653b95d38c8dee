//! pepexport.
