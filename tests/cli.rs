//! The program as a user runs it: the commands of the README on the shipped snapshots.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files fails")]

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const EXAMPLE: &str = "assets/snapshots/image-not-found";

fn ecsplain(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("ecsplain").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").args(arguments);
    command.env("ECSPLAIN_HANDBOOK", "no-such-folder");
    command
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn json(command: &mut Command) -> Value {
    serde_json::from_str(&stdout(command)).unwrap()
}

#[test]
fn triage_names_the_missing_image_and_ends_with_one() {
    let mut command = ecsplain(&["--from", EXAMPLE, "triage", "prod/web", "-o", "json"]);
    command.assert().code(1);
    let answer = json(&mut command);
    assert_eq!(answer["state"], "stuck");
    assert_eq!(answer["findings"][0]["class"], "image.not_found");
    assert_eq!(answer["source"]["capturedAtBasis"], "newest-inside");
}

#[test]
fn both_answers_validate_against_the_shipped_schemas() {
    for (arguments, schema) in [
        (["triage", "-o", "json"], "assets/schema/triage-v1.json"),
        (["services", "-o", "json"], "assets/schema/services-v1.json"),
        (["handbook", "-o", "json"], "assets/schema/handbook-v1.json"),
        (["explain", "-o", "json"], "assets/schema/explain-v1.json"),
    ] {
        let answer = json(ecsplain(&["--from", EXAMPLE]).args(arguments));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&answer).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn the_shipped_schemas_are_those_of_the_code() {
    for (file, schema) in [
        ("triage-v1.json", ecsplain::report::json::triage_schema()),
        ("services-v1.json", ecsplain::report::json::services_schema()),
        ("handbook-v1.json", ecsplain::report::handbook::schema()),
        ("explain-v1.json", ecsplain::report::explain::schema()),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/schema").join(file);
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let shipped = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(shipped, text, "run UPDATE_SCHEMAS=1 cargo test --test cli and look at the difference");
    }
}

#[test]
fn a_name_that_is_not_there_is_answered_with_those_that_are() {
    let assert = ecsplain(&["--from", EXAMPLE, "triage", "api"]).assert().code(2);
    let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(said.contains("prod/web"), "{said}");
}

#[test]
fn broken_input_is_named_with_its_place_and_the_rest_is_still_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cut.json"), "{\"tasks\": [\n  {\"taskArn\": ").unwrap();
    let broken = folder.path().join("cut.json");
    let assert =
        ecsplain(&["--from", EXAMPLE, broken.to_str().unwrap(), "triage", "-o", "json"]).assert().code(2);
    let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(said.contains("cut.json:2:"), "{said}");
    let answer: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(answer["state"], "stuck");
    assert_eq!(answer["unreadable"][0]["broken"], true);
}

#[test]
fn standard_input_is_a_source() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLE).join("describe-services.json");
    let mut command = ecsplain(&["--from", "-", "triage", "-o", "json"]);
    let answer = json(command.write_stdin(std::fs::read(file).unwrap()));
    assert_eq!(answer["service"]["name"], "web");
    let missing: Vec<&str> =
        answer["unchecked"].as_array().unwrap().iter().filter_map(|gap| gap["run"].as_str()).collect();
    assert!(missing.iter().any(|run| run.contains("aws ecs describe-tasks")), "{missing:?}");
}

#[test]
fn piped_text_has_no_escapes_and_colour_can_be_asked_for() {
    assert!(!stdout(&mut ecsplain(&["--from", EXAMPLE, "triage"])).contains('\x1b'));
    let coloured = stdout(&mut ecsplain(&["--from", EXAMPLE, "--color", "always", "triage"]));
    assert!(coloured.contains('\x1b'));
}

#[test]
fn describe_prints_the_deployment_and_provenance_stands_beside_it() {
    let text = stdout(&mut ecsplain(&["--from", EXAMPLE, "describe", "deployment/web"]));
    assert!(text.starts_with("Name:                   web\n"), "{text}");
    let beside = stdout(&mut ecsplain(&["--from", EXAMPLE, "describe", "deployment/web", "--provenance"]));
    assert!(beside.lines().next().unwrap().contains("serviceName"), "{beside}");
}

#[test]
fn describe_gives_the_objects_once_each() {
    let list = json(&mut ecsplain(&["--from", EXAMPLE, "describe", "-o", "json"]));
    let items = list["items"].as_array().unwrap();
    let mut names: Vec<String> =
        items.iter().map(|item| format!("{}/{}", item["kind"], item["metadata"]["name"])).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
    let yaml = stdout(&mut ecsplain(&["--from", EXAMPLE, "describe", "-o", "yaml"]));
    let read: Value = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(read, list);
}

#[test]
fn environment_values_are_never_printed() {
    for arguments in
        [&["triage"][..], &["triage", "-o", "markdown"], &["describe"], &["describe", "-o", "yaml"]]
    {
        let text = stdout(ecsplain(&["--from", "tests/fixtures/cli/secret"]).args(arguments));
        assert!(!text.is_empty(), "{arguments:?}");
        assert!(!text.contains("hunter2"), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_ecsplain"))
        .args(["--from", EXAMPLE, "describe"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_frame_is_printed_without_a_terminal() {
    let text =
        stdout(&mut ecsplain(&["--from", EXAMPLE, "--frame", "100x30", "--keys", "3", "--color", "never"]));
    assert_eq!(text.lines().count(), 30, "{text}");
    assert!(text.contains("web"), "{text}");
    ecsplain(&["--from", EXAMPLE, "--frame", "100x30", "--keys", "<nosuchkey>"]).assert().code(2);
}

#[test]
fn without_a_source_or_a_terminal_a_sentence_says_what_to_do() {
    ecsplain(&[]).assert().code(2);
    ecsplain(&["--from", "no/such/file.json", "triage"]).assert().code(2);
    ecsplain(&["--from", EXAMPLE]).assert().code(2);
}

#[test]
fn packagers_get_completions_and_a_manual() {
    assert!(stdout(&mut ecsplain(&["completions", "bash"])).contains("ecsplain"));
    assert!(stdout(&mut ecsplain(&["man"])).contains(".TH"));
}
