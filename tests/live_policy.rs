//! Holds the client to the table of actions: nothing else is called, and nothing that changes anything.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files fails")]

use std::collections::BTreeSet;
use std::path::Path;

use ecsplain::source::aws::{Action, policy};

fn calls() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/source/aws/calls.rs")).unwrap()
}

/// `describe_services` → `DescribeServices`.
fn operation(method: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    method.split('_').map(word).collect()
}

/// The methods that are called on `client` in `text`.
fn methods(text: &str, client: &str) -> BTreeSet<String> {
    let after = text.match_indices(client).map(|(at, _)| &text[at + client.len()..]);
    after.map(|rest| operation(rest.split('(').next().unwrap())).collect()
}

#[test]
fn the_client_calls_the_actions_of_the_table_and_no_other() {
    let text = calls();
    let clients = [
        ("self.ecs.", "ecs"),
        ("self.balancers.", "elasticloadbalancing"),
        ("self.metrics.", "cloudwatch"),
        (" logs.", "logs"),
    ];
    let of =
        |(client, service)| methods(&text, client).into_iter().map(move |name| format!("{service}:{name}"));
    let called: BTreeSet<String> = clients.into_iter().flat_map(of).collect();
    let table: BTreeSet<String> = Action::ALL.into_iter().map(|action| action.name().to_owned()).collect();
    assert_eq!(called, table);
}

#[test]
fn operations_are_called_in_one_file_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/source/aws");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if path.file_name().unwrap() != "calls.rs" {
            for client in
                ["cloudwatchlogs", "ecs.", "session.balancers", "session.metrics", "aws_sdk_ecs::operation"]
            {
                assert!(!text.contains(client), "{client} in {}", path.display());
            }
        }
    }
}

#[test]
fn every_action_only_reads_and_stands_in_the_policy() {
    let policy = policy().to_string();
    for action in Action::ALL {
        let name = action.name();
        let verb = name.split(':').nth(1).unwrap();
        assert!(["List", "Describe", "Get"].iter().any(|reads| verb.starts_with(reads)), "{name}");
        assert!(policy.contains(&format!("\"{name}\"")), "{name}");
    }
    assert!(!policy.contains(":*"), "no action is allowed by a wildcard: {policy}");
}

#[test]
fn the_readme_prints_the_policy_that_the_program_prints() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let block = readme.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let printed: serde_json::Value = serde_json::from_str(block).unwrap();
    assert_eq!(printed, policy());
}
