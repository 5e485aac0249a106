//! `ecsplain` explains a stuck Amazon ECS deployment to people who think in Kubernetes.

pub mod app;
pub mod cli;
pub mod diagnosis;
pub mod emulator;
pub mod explain;
pub mod handbook;
pub mod kube;
pub mod live;
pub mod model;
pub mod program;
pub mod report;
pub mod screen;
pub mod source;
pub mod tui;
pub mod view;
pub mod words;
