### The words of ecsplain in English. One sentence a key; facts come in as $names.
### Sections follow the folders of src/.

## Shared

duration-seconds = { $seconds }s
duration-range = { $from }–{ $to }
unknown = unknown

## diagnosis: states

## diagnosis: step 1, service events

## diagnosis: step 2, deployments

## diagnosis: step 3, stopped tasks

## diagnosis: step 4, exit codes

## diagnosis: step 5, logs and metrics

## diagnosis: findings, verdicts

## diagnosis: gaps and next commands

## kube: provenance

## app: keys and help

## view

## source: reading problems

reading-unreadable = This cannot be read: { $error }.
reading-empty = The file is empty. Save the answer again, for example: aws ecs describe-services --cluster CLUSTER --services SERVICE > service.json
reading-empty-directory = No saved answer was found in this directory. Save one into it, for example: aws ecs describe-services --cluster CLUSTER --services SERVICE > service.json
reading-left-out = { $count ->
    [one] One file is no document and was left out: { $names }
   *[other] { $count } files are no documents and were left out: { $names }
}
reading-compressed = The file is compressed. Uncompress it first.
reading-binary = The file is not text. Answers of the AWS CLI are text: JSON or YAML.
reading-damaged = Some bytes from here on are not text in UTF-8 or UTF-16; they were replaced.
reading-cut = The document is cut off here. What stands whole before it was read; save the answer again to have the rest.
reading-too-deep = Lists stand in lists too deeply here; this one was left out.
reading-not-an-object = An object was expected here, and something else was found; it was left out.
reading-syntax = This is not JSON from “{ $found }” on: a value, a comma or a closing bracket was expected. What could be read around it was kept.
reading-syntax-end = This is not JSON here: a value, a comma or a closing bracket was expected. What could be read around it was kept.
reading-bad-field = The field { $field } holds { $found } where ECS writes { $expected }; the field was left out.
reading-bad-value = The field { $field } holds something that is not JSON; the field was left out.
reading-bad-text = The text in { $field } holds line breaks or half characters, which JSON forbids; they were replaced.
reading-repeated = The field { $field } is there twice; the later one counts.
reading-lost-object = Nothing in this object is as ECS writes it; it was left out.
reading-kind-text = text
reading-kind-object = an object
reading-kind-list = a list
reading-kind-boolean = true or false
reading-kind-null = null
reading-kind-number = a number
reading-kind-time = a time
reading-kind-nothing = nothing
reading-bad-yaml = The YAML is broken here.
reading-unknown = This is no answer of ECS, CloudWatch or Elastic Load Balancing that ecsplain knows. Its keys are: { $keys }. If a --query renamed them, save the answer without it.
reading-nothing-inside = The answer is an empty object: it says nothing.
reading-page-token = This is only the token of a next page, without the page. Save the answer without --query and --max-items.
reading-beside-the-point = This is an answer of aws { $command }, which ecsplain does not use.
reading-error-answer = This is an error that the endpoint answered instead of data: { $code } { $detail }
reading-other-event = This EventBridge event does not speak of ECS tasks or services; its detail-type is “{ $kind }”.
reading-no-json = JSON or YAML was expected here, and this was found: { $found }
reading-refused = AWS refused the call instead of answering: { $operation } ended in { $code }. { $detail }
reading-cli-failed = The AWS CLI could not ask, and its error was saved instead of an answer: { $said }
reading-null = The file says only “null”: the --query found nothing. Save the answer without --query.
reading-other-output = This is --output text or table of the AWS CLI, which has no field names. Save the answer with --output json.
reading-more = { $count ->
    [one] There is one more problem in this input.
   *[other] There are { $count } more problems in this input.
}

## report and command line
