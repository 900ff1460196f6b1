// The simulator's answers against answers that HubSpot gave: the same keys, forms of values and header names.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { missing, sharedJson, sharedPath, sharedText, Simulator } from './support.mjs';

const skip = missing('data', 'real', 'exchanges-2022.ndjson');
const exchanges = skip
  ? []
  : sharedText('data', 'real', 'exchanges-2022.ndjson').trim().split('\n').map((line) => JSON.parse(line));

const searches = (object, status) =>
  exchanges.filter((e) => e.path === `/crm/v3/objects/${object}/search` && e.status === status);

// What a value looks like, as far as HubSpot's answers tell.
const forms = {
  'time with milliseconds': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  digits: /^\d+$/,
};
function form(value) {
  if (value === null) return 'null';
  if (typeof value !== 'string') return Array.isArray(value) ? 'array' : typeof value;
  return Object.keys(forms).find((name) => forms[name].test(value)) ?? 'text';
}

// A time loses its milliseconds when they are zero.
const times = ['time with milliseconds', 'time'];
const widened = (seen) => new Set([...seen].flatMap((one) => (times.includes(one) ? times : [one])));

// Key path → the forms of its values: {"results[].id": {digits}}. Lists count by their elements.
function shape(value, path = '', into = new Map()) {
  if (Array.isArray(value)) {
    for (const element of value) shape(element, `${path}[]`, into);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) shape(inner, path ? `${path}.${key}` : key, into);
  } else {
    if (!into.has(path)) into.set(path, new Set());
    into.get(path).add(form(value));
  }
  return into;
}

const shapeOf = (answers) => answers.reduce((into, answer) => shape(answer, '', into), new Map());
const sortedKeys = (value) => Object.keys(value).sort();

let sim;
before(async () => {
  if (!skip) sim = await Simulator.start('--contacts', '60', '--companies', '60', '--cars', '60', '--awkward', '0');
});
after(() => sim?.stop());

// Headers that belong to one connection or depend on the length of the body.
const ofTransport = new Set(['connection', 'keep-alive', 'content-length', 'transfer-encoding']);
// Left out of the recording by those who published it, constant in HubSpot's answers (hubspot-api.md, section 10).
const unrecorded = new Set(['cf-ray', 'x-trace']);
const names = (headers) =>
  [...headers].map(([name]) => name.toLowerCase()).filter((n) => !ofTransport.has(n) && !unrecorded.has(n)).sort();

// Some answers were recorded without the rate headers; the others are complete.
const complete = (list) => list.filter((e) => 'X-HubSpot-RateLimit-Daily' in e.headers);

async function untilRefused(target, body) {
  for (;;) {
    const answer = await sim.api(target, body);
    if (answer.status !== 200) return answer;
  }
}

// Until the searches of the last second are forgotten.
const pause = () => new Promise((resolve) => setTimeout(resolve, 1100));

// The recorded account's custom object is not the simulator's: another id and other properties, one shape.
const searched = [
  { object: 'CONTACT', properties: ['email', 'firstname', 'lastname'], modified: 'lastmodifieddate' },
  { object: 'COMPANY', properties: ['domain', 'name'], modified: 'hs_lastmodifieddate' },
  { object: '2-3604285', here: '2-3465404', properties: ['name'], modified: 'hs_lastmodifieddate' },
];
for (const { object, here = object, properties, modified } of searched) {
  describe(`search of ${object}`, { skip }, () => {
    const path = `/crm/v3/objects/${here}/search`;
    const created = object.startsWith('2-') ? 'hs_createdate' : 'createdate';
    before(pause);

    test('200 has the recorded keys, in the recorded order', async () => {
      const found = searches(object, 200).filter((e) => e.response.results.length > 0);
      assert.ok(found.length > 50);
      const { json, status } = await sim.api(path, { properties, limit: 50 });
      assert.equal(status, 200);
      const [recorded] = found;
      const page = { ...json };
      delete page.paging; // no recorded search had a second page
      assert.deepEqual(Object.keys(page), Object.keys(recorded.response));
      const recordKeys = Object.keys(recorded.response.results[0]);
      for (const record of json.results) {
        // `url` came after 2022 (hubspot-api.md, section 3).
        assert.deepEqual(Object.keys(record).filter((key) => key !== 'url'), recordKeys);
        assert.deepEqual(Object.keys(record.properties), sortedKeys(record.properties));
      }
    });

    test('200 has the recorded forms of values', async () => {
      const recorded = shapeOf(searches(object, 200).map((e) => e.response));
      const { json } = await sim.api(path, { properties, limit: 50 });
      for (const [key, seen] of shapeOf([json])) {
        if (!recorded.has(key)) continue;
        const allowed = widened(recorded.get(key));
        if (key.startsWith('results[].properties.') && allowed.has('text')) continue;
        for (const one of seen) assert.ok(allowed.has(one), `${key}: ${one}, recorded ${[...allowed]}`);
      }
      for (const record of json.results) {
        assert.equal(record.properties.hs_object_id, record.id);
        assert.equal(record.updatedAt, record.properties[modified]);
        assert.equal(record.createdAt, record.properties[created]);
      }
    });

    test('200 adds the recorded properties by itself', async () => {
      const one = searches(object, 200).find((e) => e.response.results.length > 0);
      const asked = new Set(one.request.properties);
      const added = (record, list) => sortedKeys(record.properties).filter((name) => !list.has(name));
      const { json } = await sim.api(path, { properties, limit: 1 });
      assert.deepEqual(added(json.results[0], new Set(properties)), added(one.response.results[0], asked));
    });

    test('an empty 200 is as recorded', async () => {
      const empty = searches(object, 200).find((e) => e.response.total === 0);
      const filters = [{ propertyName: properties[0], operator: 'EQ', value: 'nobody@nowhere.example' }];
      const { json } = await sim.api(path, { filterGroups: [{ filters }], properties, limit: 100 });
      assert.deepEqual(json, empty.response);
    });

    test('429 is as recorded', async () => {
      await pause();
      const [recorded] = searches(object, 429);
      const answer = await untilRefused(path, { properties, limit: 1 });
      assert.equal(answer.status, 429);
      assert.deepEqual(Object.keys(answer.json), Object.keys(recorded.response));
      assert.deepEqual({ ...answer.json, correlationId: '' }, { ...recorded.response, correlationId: '' });
      assert.equal(form(answer.json.correlationId), 'uuid');
    });

    test('headers of 200 and 429 are the recorded ones', async () => {
      await pause();
      const good = await sim.api(path, { properties, limit: 1 });
      const refused = await untilRefused(path, { properties, limit: 1 });
      for (const answer of [good, refused]) {
        const [recorded] = complete(searches(object, answer.status));
        assert.deepEqual(names(answer.headers), names(Object.entries(recorded.headers)), String(answer.status));
        for (const name of ['Content-Type', 'Server', 'Vary', 'CF-Cache-Status']) {
          assert.equal(answer.headers.get(name), recorded.headers[name], name);
        }
        for (const name of ['Correlation-Id', 'RateLimit-Daily', 'RateLimit-Daily-Remaining'].map((n) => `X-HubSpot-${n}`)) {
          assert.equal(form(answer.headers.get(name)), form(recorded.headers[name]), name);
        }
        for (const absent of ['retry-after', 'x-hubspot-ratelimit-max', 'x-hubspot-ratelimit-remaining']) {
          assert.equal(answer.headers.get(absent), null);
        }
      }
    });
  });
}

describe('everything but search', { skip }, () => {
  test('has the recorded headers', async () => {
    const recorded = exchanges.find((e) => e.method === 'GET' && 'X-HubSpot-RateLimit-Max' in e.headers);
    for (const path of ['/crm/v3/schemas', '/crm/v3/properties/contacts', '/crm/objects/2026-09/contacts']) {
      const answer = await sim.api(path);
      assert.deepEqual(names(answer.headers), names(Object.entries(recorded.headers)), path);
      const { headers } = answer;
      assert.equal(headers.get('X-HubSpot-RateLimit-Interval-Milliseconds'), '10000');
      for (const name of Object.keys(recorded.headers).filter((n) => n.startsWith('X-HubSpot-RateLimit'))) {
        assert.match(headers.get(name), /^\d+$/, name);
      }
    }
  });
});

describe('property definitions', { skip: missing('data', 'real', 'contact-properties-2024.json') }, () => {
  const recorded = skip ? [] : sharedJson('data', 'real', 'contact-properties-2024.json').results;
  const everywhere = (list) => sortedKeys(list[0]).filter((key) => list.every((p) => key in p));
  const anywhere = (list) => new Set(list.flatMap(Object.keys));

  for (const path of ['/crm/v3/properties/contacts', '/crm/properties/2026-09/contacts']) {
    test(`${path} has the recorded keys and forms`, async () => {
      const { results } = (await sim.api(path)).json;
      const known = anywhere(recorded);
      for (const property of results) {
        for (const key of everywhere(recorded)) assert.ok(key in property, `${property.name} has no ${key}`);
        for (const key of Object.keys(property)) assert.ok(known.has(key), `${property.name} has ${key}`);
      }
      const seen = shapeOf(recorded);
      for (const [key, found] of shapeOf(results)) {
        const allowed = widened(seen.get(key) ?? new Set());
        for (const one of found) assert.ok(allowed.has(one) || allowed.has('text'), `${key}: ${one}`);
      }
    });
  }

  test('hs_object_id has no times, as recorded', async () => {
    const { json } = await sim.api('/crm/v3/properties/contacts/hs_object_id');
    const real = recorded.find((p) => p.name === 'hs_object_id');
    assert.deepEqual(sortedKeys(json), sortedKeys(real));
  });

  test('are as many, of all the recorded types, and as long in a URL', async () => {
    const { results } = (await sim.api('/crm/v3/properties/contacts')).json;
    assert.equal(results.length, recorded.length);
    const types = new Set(results.map((p) => p.type));
    for (const { type } of recorded) assert.ok(types.has(type), type);
    const length = (list) => list.map((p) => p.name).join().length;
    assert.ok(length(results) >= length(recorded));
  });

  test('a given catalogue comes back', async () => {
    const real = sharedPath('data', 'real', 'contact-properties-2024.json');
    const given = await Simulator.start('--contacts', '5', '--catalogue', `contacts=${real}`);
    const { results } = (await given.api('/crm/v3/properties/contacts')).json;
    given.stop();
    const part = ({ name, label, type, fieldType, groupName, hidden, calculated, options }) =>
      ({ name, label, type, fieldType, groupName, hidden, calculated, options: options.map((o) => o.value) });
    const byName = (list) => list.map(part).sort((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(byName(results), byName(recorded));
  });
});

describe('schemas', { skip }, () => {
  for (const [name, here] of [['2-3604285', '2-3465404'], ['CONTACT', 'CONTACT']]) {
    test(`that of ${name} has the recorded keys`, async () => {
      const recorded = exchanges.find((e) => e.path === `/crm/v3/schemas/${name}`).response;
      const { json } = await sim.api(`/crm/v3/schemas/${here}`);
      for (const key of Object.keys(recorded)) assert.ok(key in json, key);
      assert.deepEqual(sortedKeys(json.labels), sortedKeys(recorded.labels));
      assert.equal(json.metaType, recorded.metaType);
    });
  }
});
