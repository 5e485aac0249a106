//! What a capture needs to see.

use crate::msg;
use crate::words::Message;

/// What a command needs to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// The services, without their tasks.
    List {
        /// Only this cluster.
        cluster: Option<&'a str>,
    },
    /// One service in full.
    Service {
        /// Only in this cluster.
        cluster: Option<&'a str>,
        /// Its name.
        name: &'a str,
    },
    /// The services, and the most stuck of them in full.
    MostStuck {
        /// Only this cluster.
        cluster: Option<&'a str>,
        /// How many in full.
        most: usize,
    },
}

/// A [`Scope`] that owns its names, for a thread of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// [`Scope::List`].
    List {
        /// Only this cluster.
        cluster: Option<String>,
    },
    /// [`Scope::Service`].
    Service {
        /// Only in this cluster.
        cluster: Option<String>,
        /// Its name.
        name: String,
    },
    /// [`Scope::MostStuck`].
    MostStuck {
        /// Only this cluster.
        cluster: Option<String>,
        /// How many in full.
        most: usize,
    },
}

impl Wanted {
    /// The same, of borrowed names.
    pub fn scope(&self) -> Scope<'_> {
        match self {
            Self::List { cluster } => Scope::List { cluster: cluster.as_deref() },
            Self::Service { cluster, name } => Scope::Service { cluster: cluster.as_deref(), name },
            Self::MostStuck { cluster, most } => {
                Scope::MostStuck { cluster: cluster.as_deref(), most: *most }
            }
        }
    }
}

impl From<Scope<'_>> for Wanted {
    fn from(scope: Scope<'_>) -> Self {
        let owned = |cluster: Option<&str>| cluster.map(str::to_owned);
        match scope {
            Scope::List { cluster } => Self::List { cluster: owned(cluster) },
            Scope::Service { cluster, name } => {
                Self::Service { cluster: owned(cluster), name: name.to_owned() }
            }
            Scope::MostStuck { cluster, most } => Self::MostStuck { cluster: owned(cluster), most },
        }
    }
}

/// AWS answered, and what was asked for is not there.
pub fn nothing_there(scope: Scope<'_>) -> Message {
    match scope {
        Scope::Service { cluster: Some(cluster), name } => {
            msg!("live-no-service", service = name, cluster = cluster)
        }
        Scope::Service { name, .. } => msg!("live-no-service-anywhere", service = name),
        Scope::List { cluster: Some(cluster) } | Scope::MostStuck { cluster: Some(cluster), .. } => {
            msg!("live-no-services", cluster = cluster)
        }
        _ => msg!("live-no-services-anywhere"),
    }
}
