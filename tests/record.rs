//! Recording: the program against an endpoint on loopback, and the file that it leaves.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own answers fails")]

#[path = "live/account.rs"]
mod account;
#[path = "live/endpoint.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod endpoint;
#[path = "live/program.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod program;

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use std::sync::Arc;

use ecsplain::app::{Effect, Key, Msg, State, update};
use ecsplain::diagnosis::Knowledge;
use ecsplain::tui::saving::save;
use ecsplain::words::Words;
use endpoint::{Asked, Endpoint, Reply};
use serde_json::Value;
use tempfile::TempDir;

fn ecsplain(arguments: &[&str]) -> Command {
    let mut command = program::keyed(env!("CARGO_BIN_EXE_ecsplain"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command
}

/// Exit code, stdout, stderr.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = ecsplain(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, error) = run(arguments);
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{code}: {out}{error}"))
}

/// A folder, and a file in it that is not there yet.
fn place() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("web.ecsplain").to_str().unwrap().to_owned();
    (folder, file)
}

/// Records `service` from `endpoint` for one capture.
fn record_one(endpoint: &Endpoint, service: &str, file: &str) -> (i32, String, String) {
    run(&["--endpoint-url", &endpoint.url, "record", service, "-o", file, "--for", "1ms"])
}

/// What a replay must say as the live answer did: everything but where and when it was said.
fn said(mut answer: Value) -> Value {
    for key in ["capturedAt", "source"] {
        answer.as_object_mut().unwrap().remove(key);
    }
    answer
}

fn account_but(other: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Endpoint {
    Endpoint::start(move |asked| other(asked).unwrap_or_else(|| account::image_not_found(asked)))
}

#[test]
fn a_replay_says_what_the_live_answer_said() {
    let denied = |asked: &Asked| {
        let denied = asked.operation == "ListServiceDeployments";
        denied.then(|| Reply::error("AccessDeniedException", "not authorized to perform it"))
    };
    for (service, endpoint) in [
        ("prod/web", account_but(|_| None)),
        ("prod/web", account_but(denied)),
        ("prod/job", Endpoint::start(account::crashing)),
    ] {
        let (_folder, file) = place();
        let live = json(&["--endpoint-url", &endpoint.url, "triage", service, "-o", "json"]);
        let (code, out, error) = record_one(&endpoint, service, &file);
        assert_eq!(code, 0, "{out}{error}");
        assert!(out.contains("One capture") && out.contains(&format!("ecsplain --from {file}")), "{out}");
        let replay = json(&["--from", &file, "triage", service, "-o", "json"]);
        assert_eq!(said(replay.clone()), said(live));
        assert_eq!(replay["source"]["kind"], "saved");
        assert_eq!(replay["source"]["capturedAtBasis"], "envelope");
        assert_eq!(replay["source"]["region"], "us-east-1");
    }
}

#[test]
fn a_list_that_is_not_whole_says_so_on_replay_as_well() {
    let endpoint = Endpoint::start(|asked| match asked.input["services"][0].as_str() {
        Some(first) if first.ends_with("/s10") => Reply::error("AccessDeniedException", "not this one"),
        Some(_) => account::many(asked, 25),
        None if asked.operation == "ListServices" => account::many(asked, 25),
        None => Reply::ok(serde_json::json!({})),
    });
    let (_folder, file) = place();
    let recorded =
        run(&["--endpoint-url", &endpoint.url, "--cluster", "prod", "record", "-o", &file, "--for", "1ms"]);
    assert_eq!(recorded.0, 0, "{}", recorded.2);
    let answer = json(&["--from", &file, "services", "-o", "json"]);
    assert_eq!(answer["services"].as_array().unwrap().len(), 15);
    assert!(answer["unreadable"].to_string().contains("not this one"), "{answer}");
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_alone_and_other_files_are_left_as_they_are() {
    use std::os::unix::fs::PermissionsExt as _;
    let endpoint = account_but(|_| None);
    let (folder, file) = place();
    record_one(&endpoint, "prod/web", &file);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let other = folder.path().join("notes.txt");
    std::fs::write(&other, "keep me").unwrap();
    let (code, _, error) = record_one(&endpoint, "prod/web", other.to_str().unwrap());
    assert_eq!(code, 2);
    assert!(error.contains("is no recording"), "{error}");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "keep me");

    let (code, out, error) = record_one(&endpoint, "prod/web", folder.path().to_str().unwrap());
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("prod-web-2"), "a name of its own in a directory: {out}");
}

#[test]
fn secrets_are_taken_out_unless_they_are_wanted() {
    let endpoint = Endpoint::start(|asked| match asked.operation.as_str() {
        "DescribeTaskDefinition" => {
            let mut body: Value = serde_json::from_slice(&account::crashing(asked).body).unwrap();
            body["taskDefinition"]["containerDefinitions"][0]["environment"] =
                serde_json::json!([{"name": "DB", "value": "hunter2"}]);
            Reply::ok(body)
        }
        "GetLogEvents" => Reply::ok(serde_json::json!({"events": [
            {"timestamp": 1_790_000_050_000_u64, "message": "connect postgres://app:hunter3@db/x failed"}],
            "nextForwardToken": "f/1", "nextBackwardToken": "b/1"})),
        _ => account::crashing(asked),
    });
    let (folder, file) = place();
    record_one(&endpoint, "prod/job", &file);
    let plain = folder.path().join("plain").to_str().unwrap().to_owned();
    run(&[
        "--endpoint-url",
        &endpoint.url,
        "record",
        "prod/job",
        "-o",
        &plain,
        "--for",
        "1ms",
        "--no-redact",
    ]);
    let texts = |file: &str| {
        let loaded = ecsplain::source::saved::load(&[file.into()]);
        loaded.snapshot.documents.iter().map(|one| one.text.to_string()).collect::<String>()
    };
    let (redacted, kept) = (texts(&file), texts(&plain));
    assert!(!redacted.contains("hunter") && redacted.contains("postgres://app:<masked>@db/x"), "{redacted}");
    assert!(kept.contains("hunter2") && kept.contains("hunter3"));
}

#[test]
fn a_recording_goes_on_where_it_ended_and_each_moment_can_be_opened() {
    let endpoint = account_but(|_| None);
    let (_folder, file) = place();
    let arguments = ["--endpoint-url", &endpoint.url, "record", "prod/web", "-o", &file, "--every", "1100ms"];
    assert_eq!(run(&[&arguments[..], &["--for", "1200ms"]].concat()).0, 0);
    let (_, out, _) = record_one(&endpoint, "prod/web", &file);
    assert!(out.contains("One capture"), "{out}");

    let times = ecsplain::source::saved::load(&[file.clone().into()]).recordings[0].times.clone();
    assert!(times.len() >= 2, "{times:?}");
    let first = ecsplain::source::recording::moment(times[0]);
    let (_, out, error) = run(&["--from", &file, "--at", &first, "triage", "-o", "json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert!(answer["capturedAt"].as_str().unwrap().starts_with(first.trim_end_matches('Z')), "{answer}");
    assert!(error.contains("--at") && error.contains(&first), "{error}");
    let (code, _, error) = run(&["--from", &file, "--at", "2001-01-01T00:00:00Z", "triage"]);
    assert!(code == 2 && error.contains("its first is of"), "{error}");
}

#[test]
fn a_torn_end_is_told_the_rest_opens_and_recording_goes_on() {
    let endpoint = account_but(|_| None);
    let (_folder, file) = place();
    record_one(&endpoint, "prod/web", &file);
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, [&whole[..], &whole[..whole.len() / 2]].concat()).unwrap();
    let (code, out, error) = run(&["--from", &file, "triage", "-o", "json"]);
    assert_eq!(code, 1, "the record before it is whole: {error}");
    assert!(error.contains("was cut off"), "{error}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["service"]["name"], "web");

    let (_, _, error) = record_one(&endpoint, "prod/web", &file);
    assert!(error.contains("was taken away"), "{error}");
    let loaded = ecsplain::source::saved::load(&[file.into()]);
    assert_eq!((loaded.recordings[0].times.len(), loaded.problems.len()), (2, 0));
}

#[test]
fn a_recording_opens_from_a_folder_and_from_standard_input() {
    let endpoint = account_but(|_| None);
    let (folder, file) = place();
    record_one(&endpoint, "prod/web", &file);
    let from_folder = json(&["--from", folder.path().to_str().unwrap(), "triage", "-o", "json"]);
    let mut piped = ecsplain(&["--from", "-", "triage", "-o", "json"]);
    let piped = piped.stdin(std::fs::File::open(&file).unwrap()).output().unwrap();
    assert_eq!(from_folder, serde_json::from_slice::<Value>(&piped.stdout).unwrap());
}

#[test]
fn while_calls_fail_the_refusals_are_recorded_and_the_last_capture_is_shown() {
    let asked_for = AtomicUsize::new(0);
    let endpoint = account_but(move |asked| {
        let service = asked.operation == "DescribeServices";
        (service && asked_for.fetch_add(1, Ordering::SeqCst) > 0)
            .then(|| Reply::error("ExpiredTokenException", "The security token is expired"))
    });
    let (_folder, file) = place();
    let mut recording = Recording::start(&endpoint, &["prod/web", "-o", &file, "--every", "50ms"]);
    let said = recording.said_until("Nothing could be seen");
    assert!(said.contains("have expired"), "{said}");
    recording.interrupt();
    let (code, out, error) = run(&["--from", &file, "triage", "-o", "json"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("image.not_found") && error.contains("saw nothing"), "{error}");
}

#[test]
fn without_anything_seen_at_first_there_is_a_sentence_and_no_file() {
    let endpoint = Endpoint::start(|_| Reply::error("AccessDeniedException", "no"));
    let (_folder, file) = place();
    let (code, out, error) = record_one(&endpoint, "prod/web", &file);
    assert_eq!((code, out.as_str()), (6, ""));
    assert!(error.contains("ecsplain policy") && !Path::new(&file).exists(), "{error}");
}

#[test]
fn saved_answers_are_packed_into_one_record() {
    let (_folder, file) = place();
    let example = "assets/snapshots/image-not-found";
    let (code, _, error) = run(&["--from", example, "record", "-o", &file]);
    assert_eq!(code, 0, "{error}");
    let (packed, saved) = (
        json(&["--from", &file, "triage", "-o", "json"]),
        json(&["--from", example, "triage", "-o", "json"]),
    );
    assert_eq!(packed, saved);
}

#[test]
fn an_interrupt_ends_it_with_the_command_that_opens_it() {
    let endpoint = account_but(|_| None);
    let (_folder, file) = place();
    let mut recording = Recording::start(&endpoint, &["prod/web", "-o", &file, "--every", "1h"]);
    // It is said when the first capture is about to be written.
    recording.said_until("Ctrl-c ends it");
    let (code, out) = recording.interrupt();
    assert_eq!(code, Some(0));
    assert!(out.contains("One capture") && out.contains("ecsplain --from"), "{out}");
}

#[test]
fn a_recording_has_one_writer() {
    let endpoint = account_but(|_| None);
    let (_folder, file) = place();
    let first = ecsplain::source::recording::Writer::open(Path::new(&file)).unwrap();
    let (code, _, error) = record_one(&endpoint, "prod/web", &file);
    assert!(code == 2 && error.contains("Another program"), "{error}");
    drop(first);
    assert_eq!(record_one(&endpoint, "prod/web", &file).0, 0);
}

#[test]
fn the_moment_on_screen_is_saved_without_secrets_and_opens_as_it_was() {
    let loaded = ecsplain::source::saved::load(&["assets/snapshots/image-not-found".into()]);
    let diagnoses = ecsplain::diagnosis::diagnose_all(&loaded.snapshot, &Knowledge::BUILT_IN);
    let words = Arc::new(Words::english());
    let mut state = State::new(Arc::new(loaded.snapshot), diagnoses, words);
    state.open(0);
    assert_eq!(update(&mut state, Msg::Key(Key::ctrl('s'))), [Effect::Save]);

    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<String> = (0..2)
        .map(|_| match save(&state, folder.path()) {
            Msg::Saved(path) => path,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(paths[0].ends_with("prod-web-20261121T140140Z.ecsplain"), "{paths:?}");
    assert!(paths[1].ends_with("Z-2.ecsplain"), "one is not written over: {paths:?}");
    let [saved, was] = [paths[0].as_str(), "assets/snapshots/image-not-found"]
        .map(|from| json(&["--from", from, "triage", "-o", "json"]));
    assert_eq!(saved, was);
    update(&mut state, Msg::Saved(paths[0].clone()));
    assert!(state.message.is_some());

    let failed = save(&state, &folder.path().join("nowhere"));
    assert!(matches!(failed, Msg::SaveFailed(_)), "{failed:?}");
    update(&mut state, failed);
    let said = state.words.say(state.message.as_ref().unwrap());
    assert!(said.contains("cannot be written"), "{said}");
}

/// A recording under way.
struct Recording {
    child: Child,
    said: BufReader<ChildStderr>,
}

impl Recording {
    fn start(endpoint: &Endpoint, arguments: &[&str]) -> Self {
        let mut child = ecsplain(&["--endpoint-url", &endpoint.url, "record"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        Self { child, said }
    }

    /// The first line on stderr that holds `words`.
    fn said_until(&mut self, words: &str) -> String {
        let mut lines = self.said.by_ref().lines().map(Result::unwrap);
        lines.find(|line| line.contains(words)).unwrap()
    }

    /// Exit code and stdout after ctrl-c.
    fn interrupt(mut self) -> (Option<i32>, String) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        (self.child.wait().unwrap().code(), out)
    }
}
