//! The rules: each file looks for one family of failure and says Present, Absent or Unknown.
