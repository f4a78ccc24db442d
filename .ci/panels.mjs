// panels.mjs PROMETHEUS START END: runs every query of every panel, annotation and variable of grafana/dashboards against
// a Prometheus that has seen a whole run, and looks up every name of a metric that dashboards, alerts and runbooks use.
// A query that fails, or finds nothing between START and END (seconds), is an error. No dependencies.
import { readdirSync, readFileSync } from 'node:fs';

const [prometheus, start, end] = process.argv.slice(2);
const dashboards = 'grafana/dashboards';
// The alerts that fired: of a run that went well there are none.
const mayBeEmpty = new Set(['overview.json: annotation Alerts', 'run.json: annotation Alerts']);
// As Grafana fills them in with everything selected.
const variables = { backfill: '.*', database: '.*', phase: '.*', __rate_interval: '10s', __interval: '1s', __range: '60s' };

const problems = [];
let queries = 0;

function filled(expression, where) {
    return expression.replace(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g, (whole, braced, plain) => {
        const value = variables[braced ?? plain];
        if (value === undefined) {
            // $1 is label_replace's own
            if (!/^\$\d$/.test(whole)) problems.push(`${where}: unknown variable ${whole}`);
            return whole;
        }
        return value;
    });
}

async function api(path, parameters) {
    const answer = await fetch(`${prometheus}/api/v1/${path}`, {
        method: path.startsWith('query') ? 'POST' : 'GET',
        ...(parameters && { body: new URLSearchParams(parameters) }),
        signal: AbortSignal.timeout(20_000),
    });
    const document = await answer.json();
    if (document.status !== 'success') throw new Error(document.error);
    return document.data;
}

async function check(expression, where) {
    queries++;
    try {
        const data = await api('query_range', { query: filled(expression, where), start, end, step: '1' });
        if (data.result.length === 0 && !mayBeEmpty.has(where)) problems.push(`${where}: found nothing: ${expression}`);
    } catch (error) {
        problems.push(`${where}: ${error.message}: ${expression}`);
    }
}

async function checkVariable(variable, where) {
    const [, metric, label] = /^label_values\((.+), (\w+)\)$/.exec(variable.query.query) ?? [];
    if (!label) {
        problems.push(`${where}: not understood: ${variable.query.query}`);
        return;
    }
    await check(`count by (${label}) (${metric})`, where);
}

const names = new Set(await api('label/__name__/values'));
function checkNames(text, where) {
    const found = new Set(text.match(/\bbackfill_[a-z_]+\b/g) ?? []);
    for (const name of found) {
        const suffixes = ['', '_bucket', '_count', '_sum'];
        if (!suffixes.some(suffix => names.has(name + suffix)) && !notMetrics.has(name)) {
            problems.push(`${where}: no such metric: ${name}`);
        }
    }
    return found.size;
}

// Tables of the engine's own, which runbooks may name.
const notMetrics = new Set(['backfill_claim', 'backfill_partition', 'backfill_chunk', 'backfill_dead_letter', 'backfill_run',
    'backfill_event', 'backfill_stop', 'backfill_batch', 'backfill_outbox']);

let panels = 0;
const files = readdirSync(dashboards).filter(name => name.endsWith('.json'));
for (const file of files) {
    const board = JSON.parse(readFileSync(`${dashboards}/${file}`, 'utf8'));
    for (const panel of board.panels.filter(each => each.type !== 'row')) {
        panels++;
        if (!panel.targets?.length) problems.push(`${file}: panel ${panel.title} has no query`);
        for (const target of panel.targets ?? []) await check(target.expr, `${file}: panel ${panel.title} ${target.refId}`);
        for (const link of panel.links ?? []) {
            const page = link.url.replace('${runbooks:raw}/', 'runbooks/');
            try {
                readFileSync(page);
            } catch {
                problems.push(`${file}: panel ${panel.title}: no such runbook: ${page}`);
            }
        }
    }
    for (const annotation of board.annotations.list) await check(annotation.expr, `${file}: annotation ${annotation.name}`);
    for (const variable of board.templating.list.filter(each => each.type === 'query')) {
        await checkVariable(variable, `${file}: variable ${variable.name}`);
    }
    checkNames(JSON.stringify(board), file);
}
checkNames(readFileSync('prometheus/rules/backfill.yml', 'utf8'), 'prometheus/rules/backfill.yml');
for (const page of readdirSync('runbooks')) checkNames(readFileSync(`runbooks/${page}`, 'utf8'), `runbooks/${page}`);

console.log(`${files.length} dashboards, ${panels} panels, ${queries} queries, ${names.size} metrics`);
if (files.length < 2 || panels < 30) problems.push('this gate sees too few panels');
problems.forEach(problem => console.error(`PANELS: ${problem}`));
process.exit(problems.length ? 1 : 0);
