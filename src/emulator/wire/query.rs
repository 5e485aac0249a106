//! AWS Query: a form in, XML out. Load balancers, identity and older CloudWatch clients speak it.
//!
//! Source: Smithy specification, "AWS Query protocol".

use std::collections::BTreeMap;
use std::io::Write as _;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value as Json};

use super::refusal;
use super::value::{Object, Value};
use crate::emulator::world::Refused;

/// Levels of a name like `Filters.member.1.Values.member.2`; no operation here has as many.
const MOST_LEVELS: usize = 16;

/// Members by name, before lists are told from objects.
#[derive(Debug, Default)]
struct Node {
    text: Option<String>,
    members: BTreeMap<String, Node>,
}

/// Reads a form; all values are text.
pub fn read(form: &[u8]) -> Json {
    let mut root = Node::default();
    for (name, value) in form_urlencoded::parse(form) {
        let mut node = &mut root;
        for part in name.splitn(MOST_LEVELS, '.') {
            node = node.members.entry(part.to_owned()).or_default();
        }
        node.text = Some(value.into_owned());
    }
    decoded(root)
}

fn decoded(mut node: Node) -> Json {
    if let Some(text) = node.text {
        return Json::String(text);
    }
    // A list is an object whose only member is `member`, with numbers below it.
    if node.members.len() == 1
        && let Some(list) = node.members.remove("member")
    {
        let mut items: Vec<(u32, Node)> =
            list.members.into_iter().filter_map(|(at, item)| Some((at.parse().ok()?, item))).collect();
        items.sort_by_key(|(at, _)| *at);
        return items.into_iter().map(|(_, item)| decoded(item)).collect();
    }
    Json::Object(node.members.into_iter().map(|(name, inner)| (name, decoded(inner))).collect::<Map<_, _>>())
}

/// Writes an answer to `operation`.
pub fn write(operation: &str, namespace: &str, answer: &Value, request: &str) -> Vec<u8> {
    let metadata = Object::new().with("RequestId", request);
    document(&format!("{operation}Response"), namespace, |xml| {
        element(xml, &format!("{operation}Result"), |xml| content(xml, answer))?;
        element(xml, "ResponseMetadata", |xml| members(xml, &metadata))
    })
}

/// Writes a refusal.
pub fn write_refusal(namespace: &str, refused: &Refused, request: &str) -> Vec<u8> {
    let kind = if refusal::status(refused) < 500 { "Sender" } else { "Receiver" };
    let error = Object::new().with("Type", kind).with("Code", refused.code).with("Message", &refused.message);
    let answer = Object::new().with("Error", error).with("RequestId", request);
    document("ErrorResponse", namespace, |xml| members(xml, &answer))
}

type Xml = Writer<Vec<u8>>;

fn document(name: &str, namespace: &str, fill: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new(Vec::new());
    let start = BytesStart::new(name).with_attributes([("xmlns", namespace)]);
    // Writing to memory cannot fail.
    drop(
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
            .and_then(|()| xml.write_event(Event::Start(start)))
            .and_then(|()| fill(&mut xml))
            .and_then(|()| xml.write_event(Event::End(BytesEnd::new(name)))),
    );
    xml.into_inner()
}

fn element(
    xml: &mut Xml,
    name: &str,
    fill: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name)))?;
    fill(xml)?;
    xml.write_event(Event::End(BytesEnd::new(name)))
}

fn members(xml: &mut Xml, object: &Object) -> std::io::Result<()> {
    object.0.iter().try_for_each(|(name, value)| element(xml, name, |xml| content(xml, value)))
}

fn content(xml: &mut Xml, value: &Value) -> std::io::Result<()> {
    match value {
        Value::Bool(flag) => write!(xml.get_mut(), "{flag}"),
        Value::Integer(number) => write!(xml.get_mut(), "{number}"),
        Value::Double(number) => write!(xml.get_mut(), "{number}"),
        Value::Time(time) => write!(xml.get_mut(), "{time:.3}"),
        Value::Text(text) => xml.write_event(Event::Text(BytesText::new(text))),
        Value::List(items) => {
            items.iter().try_for_each(|item| element(xml, "member", |xml| content(xml, item)))
        }
        Value::Object(object) => members(xml, object),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_numbered_and_come_in_their_order() {
        let form = b"Action=X&Names.member.10=k&Names.member.2=b&Q.member.1.Id=q%201&Q.member.1.S.Stat=Max";
        assert_eq!(
            read(form),
            serde_json::json!({"Action": "X", "Names": ["b", "k"], "Q": [{"Id": "q 1", "S": {"Stat": "Max"}}]})
        );
    }

    #[test]
    fn a_form_of_many_dots_is_no_stack_overflow() {
        let form = format!("{}=1", "a.".repeat(100_000));
        assert!(read(form.as_bytes()).is_object());
    }

    #[test]
    fn text_is_escaped() {
        let answer = Object::new().with("Names", vec!["a<b", "c&d"]);
        let text = String::from_utf8(write("List", "urn:x", &answer.into(), "r-1")).unwrap();
        assert!(
            text.ends_with(
                "<ListResponse xmlns=\"urn:x\"><ListResult><Names><member>a&lt;b</member><member>c&amp;d</member>\
                 </Names></ListResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></ListResponse>"
            ),
            "{text}"
        );
    }
}
