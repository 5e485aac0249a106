//! Broken input: each kind is named with its line and column, and costs no more than it must.
//! All documents here are invented.

use ecsplain::source::saved::{Loaded, load, load_bytes};
use ecsplain::words::Words;

fn read(text: &str) -> Loaded {
    load_bytes("f", text.as_bytes().to_vec())
}

fn said(loaded: &Loaded) -> Vec<String> {
    let words = Words::english();
    let place = |problem: &ecsplain::source::saved::Problem| {
        let mark = if problem.broken { "" } else { "note " };
        format!("{mark}{}: {}", problem.place, words.say(&problem.what))
    };
    loaded.problems.iter().map(place).collect()
}

/// The only problem of `text`.
#[track_caller]
fn problem(text: &str) -> String {
    let loaded = read(text);
    assert_eq!(loaded.problems.len(), 1, "{:#?}", said(&loaded));
    said(&loaded).remove(0)
}

#[track_caller]
fn assert_said(text: &str, expected: &str) {
    let problem = problem(text);
    assert!(problem.starts_with(expected), "{problem}");
}

#[test]
fn a_cut_answer_gives_every_object_before_the_cut() {
    let loaded =
        read("{\n  \"tasks\": [\n    {\"taskArn\": \"a\"},\n    {\"taskArn\": \"b\"},\n    {\"taskAr");
    let arns: Vec<_> = loaded.snapshot.tasks.iter().filter_map(|task| task.task_arn.as_deref()).collect();
    assert_eq!(arns, ["a", "b"]);
    assert!(said(&loaded)[0].starts_with("f:5:13: The document is cut off here."), "{:?}", said(&loaded));
    assert_eq!(loaded.problems.len(), 1);
}

#[test]
fn a_service_cut_in_its_events_keeps_its_whole_events_and_no_half_list() {
    let text =
        r#"{"services":[{"serviceName":"web","deployments":[{"id":"1"}],"events":[{"message":"x"},{"mess"#;
    let loaded = read(text);
    let service = &loaded.snapshot.services[0];
    assert_eq!((service.deployments.len(), service.events.len()), (1, 1));
    let text = r#"{"services":[{"serviceName":"web","deployments":[{"id":"1"},{"id":"2"#;
    assert!(read(text).snapshot.services[0].deployments.is_empty());
}

#[test]
fn a_field_of_another_type_costs_that_field() {
    let text = "{\"tasks\": [\n  {\"taskArn\": \"a\", \"cpu\": \"256\",\n   \"createdAt\": \"soon\"}\n]}";
    let loaded = read(text);
    assert_eq!(loaded.snapshot.tasks[0].cpu.as_deref(), Some("256"));
    assert_said(
        text,
        "f:3:17: The field createdAt holds text where ECS writes a time; the field was left out.",
    );
}

#[test]
fn a_wrong_field_deep_inside_costs_neither_its_object_nor_its_list() {
    let text =
        r#"{"services":[{"serviceName":"a","deployments":[{"id":"1","desiredCount":"many"},{"id":"2"},7]}]}"#;
    let loaded = read(text);
    let rows = &loaded.snapshot.services[0].deployments;
    assert_eq!(rows.iter().filter_map(|row| row.id.as_deref()).collect::<Vec<_>>(), ["1", "2"]);
    let said = said(&loaded);
    assert_eq!(said.len(), 2);
    assert!(
        said[0].starts_with(
            "f:1:73: The field deployments[0].desiredCount holds text where ECS writes a number"
        )
    );
    assert!(
        said[1].starts_with("f:1:92: The field deployments[2] holds a number where ECS writes an object"),
        "{said:?}"
    );
}

#[test]
fn an_object_of_wrong_fields_only_is_lost_and_said_to_be() {
    let loaded = read(r#"{"tasks":[{"taskArn":[]},{"taskArn":"b"}]}"#);
    assert_eq!(loaded.snapshot.tasks.len(), 1);
    assert!(
        said(&loaded)[1].starts_with("f:1:11: Nothing in this object is as ECS writes it"),
        "{:?}",
        said(&loaded)
    );
}

#[test]
fn values_of_the_environment_are_never_shown() {
    let text = r#"{"taskDefinition":{"family":"a","containerDefinitions":[{"name":"c","environment":[
        {"name":"PASSWORD","value":["hunter2"]},{"name":"TOKEN","value":"hunter2""oops"}]}]}}"#;
    let loaded = read(text);
    assert!(!loaded.problems.is_empty());
    assert!(
        !said(&loaded).iter().any(|said| said.contains("hunter2") || said.contains("oops")),
        "{:?}",
        said(&loaded)
    );
}

#[test]
fn broken_syntax_is_pointed_at_and_the_rest_is_kept() {
    for (text, expected) in [
        (
            "{\"tasks\":[{\"taskArn\":\"a\"},\n {\"taskArn\":\"b\" \"cpu\":\"1\"}]}",
            "f:2:17: This is not JSON from “\"” on",
        ),
        ("{\"tasks\":[{\"taskArn\":\"a\"},\n {\"taskArn\":\"b\",}]}", "f:2:17: This is not JSON from “}” on"),
        ("{\"tasks\":[{\"taskArn\":\"a\"} {\"taskArn\":\"b\"}]}", "f:1:27: This is not JSON from “{” on"),
        (
            "{\"tasks\":[{\"taskArn\":\"a\"},{\"taskArn\":\"b\",\"cpu\":nope}]}",
            "f:1:48: The field cpu holds something that is not JSON",
        ),
        ("{\"tasks\":[{\"taskArn\":\"a\"},{\"taskArn\":\"b\"}]]}", "f:1:43: This is not JSON from “]” on"),
        ("{\"tasks\":[{\"taskArn\":\"a\"},{\"taskArn\":\"b\"}]}}", "f:1:44: This is not JSON from “}” on"),
    ] {
        let loaded = read(text);
        assert_eq!(loaded.snapshot.tasks.len(), 2, "{text}");
        assert!(said(&loaded)[0].starts_with(expected), "{:?}", said(&loaded));
        // A bracket too many leaves another one over at the end.
        assert!(loaded.problems.len() <= 1 + usize::from(text.contains("]]")), "{:?}", said(&loaded));
    }
}

#[test]
fn a_broken_line_of_many_costs_that_line() {
    let text = "{\"taskArn\":\"a\",\"stopCode\":\"x\"}\n{\"taskArn\":\"b\",\"sto\n{\"taskArn\":\"c\",\"stopCode\":\"x\"}\n";
    let loaded = read(text);
    assert_eq!(loaded.snapshot.tasks.len(), 2);
    assert_eq!(loaded.snapshot.documents[0].name, "f:1");
    assert!(said(&loaded)[0].starts_with("f:2:20: The document is cut off here."), "{:?}", said(&loaded));
}

#[test]
fn text_with_line_breaks_or_half_characters_is_kept() {
    let text = "{\"tasks\":[{\"taskArn\":\"a\",\"stoppedReason\":\"one\n two \\ud83d\"}]}";
    let loaded = read(text);
    assert_eq!(loaded.snapshot.tasks[0].stopped_reason.as_deref(), Some("one  two \u{fffd}"));
    assert_said(text, "f:1:42: The text in stoppedReason holds line breaks or half characters");
    let whole = read(r#"{"tasks":[{"taskArn":"a","stoppedReason":"\ud83d\ude00"}]}"#);
    assert!(whole.problems.is_empty());
}

#[test]
fn a_field_that_comes_twice_counts_once() {
    let text = r#"{"tasks":[{"taskArn":"a","cpu":"1","cpu":"2"}]}"#;
    assert_eq!(read(text).snapshot.tasks[0].cpu.as_deref(), Some("2"));
    assert_said(text, "f:1:32: The field cpu is there twice");
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_pointed_at() {
    let loaded = load_bytes("f", b"{\"tasks\":[{\n\"taskArn\":\"\xffa\"}]}".to_vec());
    assert_eq!(loaded.snapshot.tasks[0].task_arn.as_deref(), Some("\u{fffd}a"));
    assert!(
        said(&loaded)[0].starts_with("f:2:12: Some bytes from here on are not text"),
        "{:?}",
        said(&loaded)
    );
}

#[test]
fn what_is_no_answer_is_named_for_what_it_is() {
    for (text, expected) in [
        ("", "f: The file is empty."),
        ("\u{1f}\u{8b}", "f:1:1: JSON or YAML was expected here"),
        ("hello", "f:1:1: JSON or YAML was expected here, and this was found: hello"),
        ("null\n", "note f:1:1: The file says only “null”"),
        ("{}", "note f:1:1: The answer is an empty object"),
        ("{\"nextToken\":\"a\"}", "note f:1:1: This is only the token of a next page"),
        (
            "{\"tags\":[{\"key\":\"a\",\"value\":\"b\"}]}",
            "note f:1:1: This is an answer of aws ecs list-tags-for-resource, which",
        ),
        ("{\"MetricAlarms\":[]}", "note f:1:1: This is an answer of aws cloudwatch describe-alarms, which"),
        (
            "{\"name\":\"x\",\"scripts\":{}}",
            "note f:1:1: This is no answer of ECS, CloudWatch or Elastic Load Balancing that ecsplain knows. Its keys are: name, scripts.",
        ),
        (
            "{\"__type\":\"com.amazonaws#ClusterNotFoundException\",\"message\":\"Cluster not found.\"}",
            "note f:1:1: This is an error that the endpoint answered instead of data: ClusterNotFoundException Cluster not found.",
        ),
        (
            "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"detail\":{}}",
            "note f:1:1: This EventBridge event does not speak of ECS tasks or services; its detail-type is “Scheduled Event”.",
        ),
        (
            "An error occurred (AccessDeniedException) when calling the DescribeTasks operation: no",
            "note f:1:1: AWS refused the call instead of answering: DescribeTasks ended in AccessDeniedException. no",
        ),
        ("SERVICES\tarn:aws:ecs\t1", "f:1:1: This is --output text or table of the AWS CLI"),
        ("services:\n- a: [1\n", "f:2:6: The YAML is broken here."),
        ("{\"services\":[5]}", "f:1:14: An object was expected here"),
    ] {
        assert_said(text, expected);
    }
}

#[test]
fn lines_around_an_answer_do_not_hide_it() {
    let text = "/usr/lib/python3: Warning: old\n{\"tasks\":[{\"taskArn\":\"a\"}]}";
    assert_eq!(read(text).snapshot.tasks.len(), 1);
    assert_said(text, "f:1:1: JSON or YAML was expected here");
}

#[test]
fn paths_without_a_document_are_problems() {
    let directory = tempfile::tempdir().unwrap();
    let loaded = load(&[directory.path().join("missing.json"), directory.path().to_owned()]);
    let said = said(&loaded);
    assert!(said[0].contains("missing.json: This cannot be read: "), "{said:?}");
    assert!(said[1].contains("No saved answer was found in this directory."), "{said:?}");
    assert!(loaded.problems.iter().all(|problem| problem.broken));
}

#[test]
fn many_problems_of_one_file_are_counted() {
    let loaded = read(&format!("{{\"tasks\":[{}]}}", vec!["5"; 30].join(",")));
    assert_eq!(loaded.problems.len(), 21);
    assert_eq!(said(&loaded)[20], "f: There are 10 more problems in this input.");
}

#[test]
fn deep_and_huge_input_ends_in_words() {
    let deep = "[".repeat(300_000);
    assert!(!read(&deep).problems.is_empty());
    assert!(!read(&format!("{{\"tasks\":[{{\"taskArn\":\"a\",\"x\":{deep}")).problems.is_empty());
    let nested = format!("{{\"tasks\":[{{\"taskArn\":\"a\",\"cpu\":{deep}{}}}]}}", "]".repeat(300_000));
    let loaded = read(&nested);
    assert_eq!((loaded.snapshot.tasks.len(), loaded.problems.len()), (1, 1));
    let numbers = r#"{"tasks":[{"taskArn":"a","version":1e999,"createdAt":1e300,"cpu":123456789012345678901234567890}]}"#;
    let loaded = read(numbers);
    assert_eq!((loaded.snapshot.tasks.len(), loaded.problems.len()), (1, 2), "{:?}", said(&loaded));
    assert!(!read("{\"tasks\":[{\"taskArn\":\"a\0\"}]\0}").snapshot.tasks.is_empty());
}
