//! Columns that fit: widths from the cells, the last one takes what is left, and columns of less weight go
//! first where the pane is narrow.
