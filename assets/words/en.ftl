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
reading-cut = The document ends here in the middle of an object. What stands whole before it was read; save it again to have the rest.
reading-too-deep = Lists stand in lists here too deeply; this one was left out.
reading-not-an-object = An object was expected here, but this was found: { $found }
reading-bad-object = This object was left out: { $error }.
reading-unknown = This is no answer of ECS, CloudWatch or Elastic Load Balancing that ecsplain knows. It has the keys: { $keys }.
reading-stray = This is not JSON: { $found }
reading-no-json = JSON was expected here, but this was found: { $found }
reading-other-event = This EventBridge event does not speak of ECS tasks or services; its detail-type is: { $kind }
reading-more = { $count ->
    [one] There is one more problem in this input.
   *[other] There are { $count } more problems in this input.
}

## report and command line
