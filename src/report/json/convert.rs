//! The words of the diagnosis as the schemas have them.

use super::{Confidence, State, Status};
use crate::diagnosis;

impl From<diagnosis::State> for State {
    fn from(state: diagnosis::State) -> Self {
        match state {
            diagnosis::State::Stuck => Self::Stuck,
            diagnosis::State::RollingBack => Self::RollingBack,
            diagnosis::State::RolledBack => Self::RolledBack,
            diagnosis::State::Paused => Self::Paused,
            diagnosis::State::Unknown => Self::Unknown,
            diagnosis::State::Progressing => Self::Progressing,
            diagnosis::State::Steady => Self::Steady,
        }
    }
}

impl From<diagnosis::Confidence> for Confidence {
    fn from(confidence: diagnosis::Confidence) -> Self {
        match confidence {
            diagnosis::Confidence::Certain => Self::Certain,
            diagnosis::Confidence::Likely => Self::Likely,
            diagnosis::Confidence::Possible => Self::Possible,
        }
    }
}

impl From<diagnosis::Status> for Status {
    fn from(status: diagnosis::Status) -> Self {
        match status {
            diagnosis::Status::Ok => Self::Ok,
            diagnosis::Status::Warn => Self::Warn,
            diagnosis::Status::Bad => Self::Bad,
            diagnosis::Status::Unknown => Self::Unknown,
        }
    }
}
