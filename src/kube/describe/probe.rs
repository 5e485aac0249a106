//! A probe in one line.

use k8s_openapi::api::core::v1::Probe;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// `exec [CMD a] delay=0s timeout=5s period=30s #success=1 #failure=3`.
pub fn text(probe: &Probe) -> String {
    let attributes = format!(
        "delay={}s timeout={}s period={}s #success={} #failure={}",
        probe.initial_delay_seconds.unwrap_or(0),
        probe.timeout_seconds.unwrap_or(0),
        probe.period_seconds.unwrap_or(0),
        probe.success_threshold.unwrap_or(0),
        probe.failure_threshold.unwrap_or(0),
    );
    format!("{} {attributes}", handler(probe))
}

fn handler(probe: &Probe) -> String {
    if let Some(exec) = &probe.exec {
        return format!("exec [{}]", exec.command.as_deref().unwrap_or_default().join(" "));
    }
    if let Some(get) = &probe.http_get {
        let scheme = get.scheme.as_deref().unwrap_or_default().to_lowercase();
        let host = get.host.as_deref().unwrap_or_default();
        let slashes = if scheme.is_empty() { "//".to_owned() } else { format!("{scheme}://") };
        let path = get.path.as_deref().unwrap_or_default();
        return format!("http-get {slashes}{host}:{}{path}", port(&get.port));
    }
    if let Some(socket) = &probe.tcp_socket {
        return format!("tcp-socket {}:{}", socket.host.as_deref().unwrap_or_default(), port(&socket.port));
    }
    if let Some(grpc) = &probe.grpc {
        return format!("grpc <pod>:{} {}", grpc.port, grpc.service.as_deref().unwrap_or_default());
    }
    "unknown".to_owned()
}

/// An integer or a name, as kubectl writes either.
pub fn port(value: &IntOrString) -> String {
    match value {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::{ExecAction, TCPSocketAction};

    use super::*;

    #[test]
    fn each_kind_of_handler_in_its_words() {
        let exec = Probe {
            exec: Some(ExecAction { command: Some(vec!["CMD-SHELL".to_owned(), "exit 0".to_owned()]) }),
            period_seconds: Some(30),
            ..Probe::default()
        };
        assert_eq!(
            text(&exec),
            "exec [CMD-SHELL exit 0] delay=0s timeout=0s period=30s #success=0 #failure=0"
        );
        let socket = Probe {
            tcp_socket: Some(TCPSocketAction { host: None, port: IntOrString::Int(80) }),
            ..Probe::default()
        };
        assert!(text(&socket).starts_with("tcp-socket :80 delay=0s"));
        assert!(text(&Probe::default()).starts_with("unknown delay=0s"));
    }
}
