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

view-minutes = { $minutes }m
view-minutes-seconds = { $minutes }m{ $seconds }s
view-hours = { $hours }h
view-hours-minutes = { $hours }h{ $minutes }m
view-days = { $days }d
view-days-hours = { $days }d{ $hours }h

## source: reading problems

## report and command line
