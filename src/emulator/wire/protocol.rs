//! What a client asked, told from its request; and the answer, as that client wants it.

use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{HeaderMap, Method, Uri};
use serde_json::Value as Json;

use super::refusal;
use super::value::Value;
use super::{cbor, json, query};
use crate::emulator::world::Refused;

/// A service of AWS that is modelled here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Amazon ECS.
    Ecs,
    /// CloudWatch Logs.
    Logs,
    /// CloudWatch metrics and alarms.
    CloudWatch,
    /// Elastic Load Balancing, version 2.
    Balancers,
    /// Security Token Service.
    Identity,
}

/// How a client speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// AWS JSON 1.0 or 1.1, by its content type.
    Json(&'static str),
    /// Smithy RPC v2 CBOR.
    Cbor,
    /// AWS Query.
    Query,
}

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// How to answer it.
    pub protocol: Protocol,
    /// Whom it is for.
    pub service: Service,
    /// `DescribeServices`.
    pub operation: String,
    /// Its parameters.
    pub input: Json,
}

/// An answer on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers of the protocol.
    pub headers: Vec<(&'static str, String)>,
    /// Its bytes.
    pub body: Vec<u8>,
}

const JSON_1_0: &str = "application/x-amz-json-1.0";
const JSON_1_1: &str = "application/x-amz-json-1.1";

impl Service {
    /// The name before the colon of an IAM action. Source: service authorization reference.
    pub fn iam(self) -> &'static str {
        match self {
            Self::Ecs => "ecs",
            Self::Logs => "logs",
            Self::CloudWatch => "cloudwatch",
            Self::Balancers => "elasticloadbalancing",
            Self::Identity => "sts",
        }
    }

    /// By the target prefix of its API model.
    fn of_target(prefix: &str) -> Option<Self> {
        match prefix {
            "AmazonEC2ContainerServiceV20141113" => Some(Self::Ecs),
            "Logs_20140328" => Some(Self::Logs),
            "GraniteServiceVersion20100801" => Some(Self::CloudWatch),
            _ => None,
        }
    }

    /// By the API version that a Query client names.
    fn of_version(version: &str) -> Option<Self> {
        match version {
            "2010-08-01" => Some(Self::CloudWatch),
            "2015-12-01" => Some(Self::Balancers),
            "2011-06-15" => Some(Self::Identity),
            _ => None,
        }
    }

    /// The XML namespace of its API model.
    fn namespace(self) -> &'static str {
        match self {
            Self::Balancers => "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
            Self::Identity => "https://sts.amazonaws.com/doc/2011-06-15/",
            _ => "http://monitoring.amazonaws.com/doc/2010-08-01/",
        }
    }
}

/// Tells what is asked.
///
/// # Errors
/// The reply to a request that is no call of AWS, or that cannot be read.
pub fn read(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Call, Reply> {
    if let Some(target) = headers.get("x-amz-target").and_then(|value| value.to_str().ok()) {
        return read_json(target, headers, body);
    }
    if let Some((service, operation)) = rpc(uri.path()) {
        return read_cbor(service, operation, body);
    }
    if content_type(headers).starts_with("application/x-www-form-urlencoded") {
        return read_query(body);
    }
    if *method == Method::GET && uri.query().is_some_and(|query| query.contains("Action=")) {
        return read_query(uri.query().unwrap_or_default().as_bytes());
    }
    Err(refuse(Protocol::Json(JSON_1_1), Service::Ecs, &refusal::unknown_operation(uri.path()), ""))
}

/// The Region that a request is signed for. Source: `AWS Signature Version 4`, credential scope:
/// `Credential=KEY/DATE/REGION/SERVICE/aws4_request`.
pub fn region(headers: &HeaderMap) -> Option<&str> {
    let signed = headers.get(hyper::header::AUTHORIZATION)?.to_str().ok()?;
    let scope = signed.split_once("Credential=")?.1.split([',', ' ']).next()?;
    let region = scope.split('/').nth(2)?;
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    (!region.is_empty() && region.chars().all(is_name)).then_some(region)
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).map(HeaderValue::to_str).and_then(Result::ok).unwrap_or_default()
}

fn read_json(target: &str, headers: &HeaderMap, body: &[u8]) -> Result<Call, Reply> {
    let protocol =
        Protocol::Json(if content_type(headers).starts_with(JSON_1_0) { JSON_1_0 } else { JSON_1_1 });
    let (prefix, operation) = target.rsplit_once('.').unwrap_or(("", target));
    let Some(service) = Service::of_target(prefix) else {
        return Err(refuse(protocol, Service::Ecs, &refusal::unknown_operation(target), ""));
    };
    let input = json::read(body).map_err(|refused| refuse(protocol, service, &refused, ""))?;
    Ok(Call { protocol, service, operation: operation.to_owned(), input })
}

/// `/service/NAME/operation/NAME`. Source: Smithy RPC v2 CBOR, "Requests".
fn rpc(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix("/service/")?;
    let (service, operation) = rest.split_once("/operation/")?;
    Some((service, operation))
}

fn read_cbor(service: &str, operation: &str, body: &[u8]) -> Result<Call, Reply> {
    let protocol = Protocol::Cbor;
    let Some(service) = Service::of_target(service) else {
        return Err(refuse(protocol, Service::CloudWatch, &refusal::unknown_operation(operation), ""));
    };
    let input = cbor::read(body).map_err(|refused| refuse(protocol, service, &refused, ""))?;
    Ok(Call { protocol, service, operation: operation.to_owned(), input })
}

fn read_query(form: &[u8]) -> Result<Call, Reply> {
    let input = query::read(form);
    let text = |name: &str| input.get(name).and_then(Json::as_str).unwrap_or_default();
    let (operation, version) = (text("Action").to_owned(), text("Version"));
    let Some(service) = Service::of_version(version) else {
        let message = format!("Could not find operation {operation} for version {version}");
        let refused = Refused::new("InvalidAction", message);
        return Err(refuse(Protocol::Query, Service::Balancers, &refused, ""));
    };
    Ok(Call { protocol: Protocol::Query, service, operation, input })
}

impl Call {
    /// The reply that carries `answer`.
    pub fn reply(&self, answer: Result<Value, Refused>, request: &str) -> Reply {
        let answer = match answer {
            Ok(answer) => answer,
            Err(refused) => return refuse(self.protocol, self.service, &refused, request),
        };
        let body = match self.protocol {
            Protocol::Json(_) => json::write(&answer),
            Protocol::Cbor => cbor::write(answer),
            Protocol::Query => query::write(&self.operation, self.service.namespace(), &answer, request),
        };
        Reply { status: 200, headers: headers(self.protocol), body }
    }
}

fn headers(protocol: Protocol) -> Vec<(&'static str, String)> {
    match protocol {
        Protocol::Json(kind) => vec![("content-type", kind.to_owned())],
        Protocol::Cbor => vec![
            ("content-type", "application/cbor".to_owned()),
            ("smithy-protocol", "rpc-v2-cbor".to_owned()),
        ],
        Protocol::Query => vec![("content-type", "text/xml".to_owned())],
    }
}

fn refuse(protocol: Protocol, service: Service, refused: &Refused, request: &str) -> Reply {
    let mut headers = headers(protocol);
    let body = match protocol {
        Protocol::Json(_) => {
            headers.push(("x-amzn-errortype", refused.code.to_owned()));
            json::write_refusal(refused)
        }
        Protocol::Cbor => {
            // What a client that came from Query goes by. Source: Smithy, `awsQueryCompatible`.
            let side = if refusal::status(refused) < 500 { "Sender" } else { "Receiver" };
            headers.push(("x-amzn-query-error", format!("{};{side}", refused.code)));
            cbor::write_refusal(refused)
        }
        Protocol::Query => query::write_refusal(service.namespace(), refused, request),
    };
    Reply { status: refusal::status(refused), headers, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, headers: &[(&'static str, &'static str)], body: &[u8]) -> Result<Call, Reply> {
        let headers = headers.iter().map(|(name, value)| {
            (hyper::header::HeaderName::from_static(name), HeaderValue::from_static(value))
        });
        read(&Method::POST, &path.parse().unwrap(), &headers.collect(), body)
    }

    #[test]
    fn each_protocol_is_told_from_its_request() {
        let target = "AmazonEC2ContainerServiceV20141113.ListClusters";
        let call = asked("/", &[("x-amz-target", target)], b"{}").unwrap();
        assert_eq!((call.service, call.operation.as_str()), (Service::Ecs, "ListClusters"));

        let path = "/service/GraniteServiceVersion20100801/operation/GetMetricData";
        let call = asked(path, &[("smithy-protocol", "rpc-v2-cbor")], b"\xa0").unwrap();
        assert_eq!((call.protocol, call.service), (Protocol::Cbor, Service::CloudWatch));

        let form = b"Action=DescribeTargetHealth&Version=2015-12-01&TargetGroupArn=arn";
        let kind = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");
        let call = asked("/", &[kind], form).unwrap();
        assert_eq!((call.protocol, call.service), (Protocol::Query, Service::Balancers));
    }

    #[test]
    fn what_is_no_call_is_refused_as_aws_refuses_it() {
        let reply = asked("/favicon.ico", &[], b"").unwrap_err();
        let text = String::from_utf8(reply.body).unwrap();
        assert!(reply.status == 400 && text.contains("UnknownOperationException"), "{text}");

        let kind = ("content-type", "application/x-www-form-urlencoded");
        let reply = asked("/", &[kind], b"Action=DescribeInstances&Version=2016-11-15").unwrap_err();
        let text = String::from_utf8(reply.body).unwrap();
        assert!(text.contains("<Code>InvalidAction</Code>"), "{text}");
    }
}
