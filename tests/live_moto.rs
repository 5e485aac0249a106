//! The program against moto's server, with services made by the real AWS CLI.
//!
//! `ECSPLAIN_MOTO` names the folder with `moto_server` and `aws` in it; `.ci/run` sets it. Without it the test
//! says that it was skipped.

#![expect(clippy::unwrap_used, reason = "a test that cannot start its own server fails")]

#[path = "live/program.rs"]
mod program;

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// How often the server is tried before the test gives up; it starts in a few seconds.
const TRIES: usize = 600;

struct Moto {
    child: Child,
    url: String,
    programs: PathBuf,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Moto {
    fn start(programs: PathBuf) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(programs.join("moto_server"))
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let moto = Self { child, url: format!("http://127.0.0.1:{port}"), programs };
        for _ in 0..TRIES {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return moto;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("moto_server did not start");
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
        let mut command = program::on(&self.url, program);
        command.args(arguments);
        command
    }

    fn aws(&self, arguments: &[&str]) {
        let output = self.command(self.programs.join("aws"), arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn ecsplain(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(env!("CARGO_BIN_EXE_ecsplain"), arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), if text.is_empty() { said } else { text })
    }
}

#[test]
fn services_made_with_the_aws_cli_are_listed_and_triaged() {
    let Some(programs) = std::env::var_os("ECSPLAIN_MOTO") else {
        eprintln!("skipped: ECSPLAIN_MOTO does not name a folder with moto_server and aws");
        return;
    };
    let moto = Moto::start(programs.into());
    moto.aws(&["ecs", "create-cluster", "--cluster-name", "prod"]);
    let containers = r#"[{"name": "app", "image": "nginx:1", "memory": 128, "essential": true}]"#;
    moto.aws(&["ecs", "register-task-definition", "--family", "web", "--container-definitions", containers]);
    for name in ["web", "api"] {
        let service = ["--service-name", name, "--task-definition", "web:1", "--desired-count", "2"];
        moto.aws(&[&["ecs", "create-service", "--cluster", "prod"], &service[..]].concat());
    }

    let (code, list) = moto.ecsplain(&["services", "-o", "json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!((code, list["services"].as_array().unwrap().len()), (0, 2));

    let (code, triage) = moto.ecsplain(&["triage", "prod/web", "-o", "json"]);
    let triage: Value = serde_json::from_str(&triage).unwrap();
    assert_eq!((code, &triage["state"]), (5, &Value::from("progressing")));
    assert_eq!(triage["source"]["kind"], "live");
    // moto does not know this operation and answers with a page.
    assert!(triage["unchecked"].to_string().contains("ecs:ListServiceDeployments"));

    let (code, text) = moto.ecsplain(&["--cluster", "prod", "describe", "deployment/web"]);
    assert!(code == 0 && text.contains("Image:      nginx:1"), "{text}");

    let (code, said) = moto.ecsplain(&["triage", "prod/nope"]);
    assert!(code == 6 && said.contains("There is no service nope"), "{said}");
    let (code, said) = moto.ecsplain(&["triage", "nope/web"]);
    assert!(code == 6 && said.contains("aws ecs list-clusters"), "{said}");

    a_replay_gives_the_same_five_steps(&moto);
}

fn a_replay_gives_the_same_five_steps(moto: &Moto) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("web.ecsplain");
    let file = file.to_str().unwrap();
    let (_, live) = moto.ecsplain(&["triage", "prod/web", "-o", "json"]);
    let (code, said) = moto.ecsplain(&["record", "prod/web", "-o", file, "--for", "1ms"]);
    assert!(code == 0 && said.contains("ecsplain --from"), "{said}");
    let (_, replay) = moto.ecsplain(&["--from", file, "triage", "prod/web", "-o", "json"]);
    let [live, replay]: [Value; 2] = [live, replay].map(|answer| serde_json::from_str(&answer).unwrap());
    for key in ["state", "verdict", "steps", "findings", "ruledOut", "unchecked", "next", "unreadable"] {
        assert_eq!(live[key], replay[key], "{key}");
    }
    assert_eq!(replay["source"]["kind"], "saved");
}
