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

app-copied = Copied: { $text }
app-copy-failed = No clipboard took the text.
app-filter-nothing = No row holds this text. esc clears the filter.
app-filter-hint = enter keeps, esc clears
app-header-services = { $count ->
    [one] 1 service
   *[other] { $count } services
 }
app-captured = saved · captured { $at }
app-captured-inside = saved · captured { $at } (newest timestamp inside)
app-captured-nothing = saved · no time of capture known
app-title-services = Services, the most stuck first
app-title-steps = Steps
app-title-help = Keys
app-title-findings = What was found
app-title-next = Next commands
app-title-gaps = Not checked
app-title-raw = What ECS said

keys-move = move
keys-page = page
keys-top = top
keys-bottom = end
keys-step = step
keys-open = open
keys-back = back
keys-pane = pane
keys-right = right
keys-left = left
keys-describe = describe
keys-filter = filter
keys-copy-next = copy next
keys-next = next
keys-findings = findings
keys-gaps = not checked
keys-copy = copy
keys-raw = JSON
keys-provenance = provenance
keys-wrap = wrap
keys-help = help
keys-suspend = suspend
keys-quit = quit
keys-down-long = Select the next row.
keys-up-long = Select the row before.
keys-page-down-long = Go a page down.
keys-page-up-long = Go a page up.
keys-top-long = Go to the first row.
keys-bottom-long = Go to the last row.
keys-step-long = Go to a step of the debugging order.
keys-open-long = Open what is selected: a service, the evidence of a step, the tasks of a group, what an event names.
keys-back-long = Close what was opened last: filter, overlay, group, pane, service.
keys-next-pane-long = Go to the next pane.
keys-previous-pane-long = Go to the pane before.
keys-right-long = Open what is selected, or scroll the description to the right.
keys-left-long = Close what was opened last, or scroll the description to the left.
keys-describe-long = Show what kubectl describe prints for the selection over the whole width.
keys-filter-long = Show only the rows that hold a text.
keys-copy-next-long = Copy the next command.
keys-next-long = Show all next commands.
keys-findings-long = Show what was found, with its evidence, and what was ruled out.
keys-gaps-long = Show what could not be checked or read, and the commands that would fetch it.
keys-copy-long = Copy the id, command or line that is selected.
keys-raw-long = Show the JSON of the selection as ECS answered it, environment values masked.
keys-provenance-long = Show or hide where the lines of the description come from.
keys-wrap-long = Wrap the description, or cut its lines.
keys-help-long = Show the keys; those that do nothing here are dimmed.
keys-suspend-long = Go to the background; fg brings the screen back.
keys-quit-long = Leave.

## view

view-minutes = { $minutes }m
view-minutes-seconds = { $minutes }m{ $seconds }s
view-hours = { $hours }h
view-hours-minutes = { $hours }h{ $minutes }m
view-days = { $days }d
view-days-hours = { $days }d{ $hours }h

view-state-stuck = STUCK
view-state-rolling-back = ROLLING BACK
view-state-rolled-back = ROLLED BACK
view-state-paused = WAITING
view-state-unknown = UNKNOWN
view-state-progressing = PROGRESSING
view-state-steady = STEADY
view-certain = certain
view-likely = likely
view-possible = possible

view-step-events = Service events
view-step-deployments = Deployments
view-step-stopped = Stopped tasks
view-step-exits = Exit codes
view-step-logs = Logs, metrics

view-next = next
view-mutates = changes AWS:
view-mutates-warning = This changes something in AWS.
view-next-empty = There is no command to suggest.

view-column-service = SERVICE
view-column-cluster = CLUSTER
view-column-tasks = TASKS
view-column-pending = PENDING
view-column-newest = NEWEST
view-column-verdict = VERDICT
view-column-stopped = STOPPED (UTC)
view-column-age = AGE
view-column-task = TASK

view-services-empty = Nothing that could be triaged was read.
view-unnamed-service = a service without a name
view-unnamed-tasks = tasks without a group
view-unnamed-events = events without a service
view-unnamed-nothing = no service, task or event

view-events-empty = No service events were saved.
view-events-since-deployment = ── since the deployment began ──
view-events-repeats = { $count ->
    [one] once within { $within }
   *[other] { $count } times within { $within }
 }

view-deployments-empty = No deployments were saved.
view-role-target = (new)
view-role-source = (old)
view-role-rollback-target = (rolled back to)
view-role-failed = (failed)
view-role-other = {""}
view-pending = { $count } pending
view-failed = { $count } failed
view-created-ago = created { $age } ago
view-rules = Rules
view-band = { $floor } to { $ceiling } tasks may run during a deployment: { $minimum } % to { $maximum } % of { $desired }.
view-band-deadlock = No task may start and none may stop: { $minimum } % to { $maximum } % of { $desired } leaves { $floor } to { $ceiling } tasks.
view-controller = Controller { $controller }, strategy { $strategy }.
view-breaker-off = The deployment circuit breaker is off: a deployment that fails keeps trying.
view-breaker-on = The deployment circuit breaker is on; { $then }
view-breaker-stated = The deployment circuit breaker has counted { $failures } of { $threshold } failures; { $then }
view-breaker-computed = The deployment circuit breaker trips at { $threshold } failures (computed); { $then }
view-breaker-rollback = then it rolls back.
view-breaker-stop = then the deployment fails and stays where it is.
view-current = Service deployment
view-hook = The hook { $kind } is { $status }.
view-hook-expires = The hook { $kind } is { $status }; at { $expires }Z ECS does { $action }.
view-alarms = Alarms that fired: { $names }.

view-stopped-empty = No stopped tasks were saved. ECS forgets a stopped task after about an hour.
view-stopped-all-tasks = All saved tasks: { $list }
view-no-stop-code = no stopCode
view-stopped-between = first { $first }, last { $last }
view-stopped-at = stopped { $at }
view-stopped-at-age = stopped { $at }, { $age } before the capture
view-stopped-lived = lived { $time }
view-stopped-lived-range = lived { $from } to { $to }
view-stopped-ran = { $ran ->
    [0] never ran
   *[other] { $ran } of { $count } ran
 }

view-exits-empty = No container of a stopped task was saved.
view-exits-code = exit { $code }
view-exits-no-code = no exit code
view-exits-health = health check: { $health }
view-exits-not-essential = not essential
view-part-first = ended first
view-part-collateral = stopped with its task
view-part-done = done before
view-part-never-ran = never ran
view-part-unknown = part not known

view-logs-empty = No log lines were saved.
view-logs-to-unknown = Where the log goes is not known: the task definition was not saved, or no container stands out.
view-logs-to-none = The task definition configures no log driver.
view-logs-to-driver = The log driver { $driver } sends lines to a place that ECS does not know.
view-logs-to-group = The log goes to the group { $group } of CloudWatch Logs.
view-logs-to-stream = The log goes to { $group } › { $stream } of CloudWatch Logs.
view-logs-from = These lines come from the stream { $stream }.
view-metrics = Metrics
view-metric-empty = no values
view-metric-range = { $low } to { $high }, last { $last }

view-describe-empty = There is no Kubernetes object for this.
view-from-layout = A heading of kubectl; no value.
view-from-stated = • ECS states it in { $field }.
view-from-computed = ~ Computed: { $how }
view-from-absent = ∅ ECS has no such thing: { $why }
view-from-not-saved = ? Not saved: { $how }

view-findings-empty = Nothing was found that explains more than the five steps say.
view-in-kubernetes = in Kubernetes: { $reason }
view-in-kubernetes-nearest = nearest word in Kubernetes: { $reason }
view-ruled-out = Ruled out
view-gaps-empty = Everything that a verdict needs was saved.
view-problems = Could not be read
view-raw-empty = The JSON of this object was not kept.

## source: reading problems

## report and command line
