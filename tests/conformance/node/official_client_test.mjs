// HubSpot's official client against the simulator: everything that the connector reads, it reads too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fromPackages, Simulator, token } from '../support.mjs';

const { Client } = fromPackages('@hubspot/api-client');

let sim;
let hubspot;
before(async () => {
  sim = await Simulator.start('--contacts', '250', '--companies', '40', '--deals', '130', '--tickets', '5');
  hubspot = new Client({ accessToken: token, basePath: sim.url });
});
after(() => sim.stop());

const ids = (records) => records.map((record) => record.id);
const ascending = (list) => list.every((id, i) => i === 0 || BigInt(list[i - 1]) < BigInt(id));
const isTime = (value) => value instanceof Date && !Number.isNaN(value.getTime());

test('lists one page', async () => {
  const page = await hubspot.crm.contacts.basicApi.getPage(100, undefined, ['email', 'firstname'], undefined, [
    'companies',
  ]);
  assert.equal(page.results.length, 100);
  assert.ok(ascending(ids(page.results)));
  assert.ok(page.paging.next.after);
  const [first] = page.results;
  assert.deepEqual(Object.keys(first.properties).sort(), [
    'createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate',
  ]);
  assert.equal(first.properties.hs_object_id, first.id);
  assert.ok(isTime(first.createdAt) && isTime(first.updatedAt));
  assert.equal(first.archived, false);
  const linked = page.results.find((record) => record.associations?.companies);
  assert.match(linked.associations.companies.results[0].id, /^\d+$/);
  assert.match(linked.associations.companies.results[0].type, /^contact_to_company/);
});

for (const [object, count] of [['contacts', 250], ['companies', 40], ['deals', 130], ['tickets', 5]]) {
  test(`lists all ${object}`, async () => {
    const all = await hubspot.crm[object].getAll(100);
    assert.equal(all.length, count);
    assert.ok(ascending(ids(all)));
    assert.deepEqual(ids(all), ids(await sim.truth(object)));
  });
}

test('lists all of a type by its id', async () => {
  const page = await hubspot.crm.objects.basicApi.getPage('0-3', 10);
  assert.equal(page.results.length, 10);
});

test('lists archived records', async () => {
  const [record] = (await sim.truth('contacts')).slice(-1);
  await sim.control('archive', { object: 'contacts', id: record.id });
  const page = await hubspot.crm.contacts.basicApi.getPage(10, undefined, undefined, undefined, undefined, true);
  assert.deepEqual(ids(page.results), [record.id]);
  assert.ok(page.results[0].archived && isTime(page.results[0].archivedAt));
  await sim.control('restore', { object: 'contacts', id: record.id });
});

test('reads one record, and is told of one that is not there', async () => {
  const [{ id }] = await sim.truth('contacts');
  assert.equal((await hubspot.crm.contacts.basicApi.getById(id, ['email'])).id, id);
  await assert.rejects(hubspot.crm.contacts.basicApi.getById('999999999'), { code: 404 });
});

test('searches', async () => {
  const request = {
    filterGroups: [{ filters: [{ propertyName: 'hs_object_id', operator: 'GT', value: '0' }] }],
    sorts: ['hs_object_id'],
    properties: ['email'],
    limit: 200,
  };
  const first = await hubspot.crm.contacts.searchApi.doSearch(request);
  assert.equal(first.total, 250);
  assert.equal(first.results.length, 200);
  assert.ok(ascending(ids(first.results)));
  const rest = await hubspot.crm.contacts.searchApi.doSearch({ ...request, after: first.paging.next.after });
  assert.equal(rest.results.length, 50);
  assert.equal(rest.paging, undefined);
  assert.equal(new Set(ids([...first.results, ...rest.results])).size, 250);
});

test('searches by time, and finds nothing', async () => {
  const filters = [{ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: '4102444800000' }];
  const none = await hubspot.crm.deals.searchApi.doSearch({ filterGroups: [{ filters }], limit: 10 });
  assert.equal(none.total, 0);
  assert.deepEqual(none.results, []);
});

test('is told what is wrong with a search', async () => {
  const request = { filterGroups: [], limit: 201 };
  await assert.rejects(hubspot.crm.deals.searchApi.doSearch(request), (error) => {
    assert.equal(error.code, 400);
    assert.equal(error.body.category, 'VALIDATION_ERROR');
    return true;
  });
});

test('batch-reads, with records that are missing', async () => {
  const known = ids(await sim.truth('deals')).slice(0, 100);
  const read = (list) =>
    hubspot.crm.deals.batchApi.read({
      properties: ['dealname', 'amount'],
      propertiesWithHistory: [],
      inputs: list.map((id) => ({ id })),
    });
  const complete = await read(known);
  assert.equal(complete.status, 'COMPLETE');
  assert.deepEqual(new Set(ids(complete.results)), new Set(known));
  assert.ok(isTime(complete.startedAt) && isTime(complete.completedAt));
  const partial = await read([...known.slice(0, 3), '999999999']);
  assert.equal(partial.results.length, 3);
  assert.equal(partial.numErrors, 1);
  assert.deepEqual(partial.errors[0].context.ids, ['999999999']);
});

test('reads properties', async () => {
  const { results } = await hubspot.crm.properties.coreApi.getAll('contacts', false);
  assert.equal(results.length, 367);
  const byName = new Map(results.map((property) => [property.name, property]));
  assert.equal(byName.get('lastmodifieddate').type, 'datetime');
  assert.equal(byName.get('email').fieldType, 'text');
  assert.ok(byName.get('lifecyclestage').options.some((option) => option.value === 'lead'));
  const one = await hubspot.crm.properties.coreApi.getByName('deals', 'amount');
  assert.equal(one.type, 'number');
});

test('reads pipelines and stages', async () => {
  const { results } = await hubspot.crm.pipelines.pipelinesApi.getAll('deals');
  assert.ok(results.some((pipeline) => pipeline.id === 'default'));
  for (const pipeline of results) {
    assert.ok(isTime(pipeline.createdAt) && isTime(pipeline.updatedAt));
    for (const stage of pipeline.stages) {
      assert.match(stage.metadata.probability, /^[01]\.\d+$/);
      assert.match(stage.metadata.isClosed, /^(true|false)$/);
    }
  }
});

test('reads owners', async () => {
  const { results } = await hubspot.crm.owners.ownersApi.getPage(undefined, undefined, 500, false);
  assert.ok(results.length > 0);
  assert.ok(results.every((owner) => /^\d+$/.test(owner.id) && owner.type === 'PERSON' && !owner.archived));
  const gone = await hubspot.crm.owners.ownersApi.getPage(undefined, undefined, 500, true);
  assert.ok(gone.results.every((owner) => owner.archived));
});

test('reads associations', async () => {
  const contacts = ids(await sim.truth('contacts')).slice(0, 100);
  const links = await hubspot.crm.associations.v4.batchApi.getPage('contacts', 'companies', {
    inputs: contacts.map((id) => ({ id })),
  });
  assert.ok(links.results.length > 0);
  assert.ok(links.results[0].to[0].associationTypes.some((type) => type.typeId === 279));
});

test('reads schemas', async () => {
  const { results } = await hubspot.crm.schemas.coreApi.getAll(false);
  assert.ok(results.every((schema) => schema.objectTypeId.startsWith('2-')));
});

// The client knows no dated paths yet; its own raw requests go there with its token and its retries.
test('reads by the dated paths too', async () => {
  const get = async (path) => (await hubspot.apiRequest({ path })).json();
  const page = await get('/crm/objects/2026-09/contacts?limit=100&properties=email');
  const old = await hubspot.crm.contacts.basicApi.getPage(100, undefined, ['email']);
  assert.deepEqual(ids(page.results), ids(old.results));
  assert.equal(page.paging.next.after, old.paging.next.after);
  for (const path of ['properties/2026-09/contacts', 'pipelines/2026-09/deals', 'owners/2026-09']) {
    assert.ok((await get(`/crm/${path}`)).results.length > 0, path);
  }
  const search = await hubspot.apiRequest({
    method: 'POST', path: '/crm/objects/2026-09/contacts/search', body: { limit: 1 },
  });
  assert.equal((await search.json()).total, 250);
});

test('is refused with a wrong token', async () => {
  const stranger = new Client({ accessToken: 'pat-na1-wrong', basePath: sim.url });
  await assert.rejects(stranger.crm.contacts.basicApi.getPage(1), (error) => {
    assert.equal(error.code, 401);
    assert.equal(error.body.category, 'EXPIRED_AUTHENTICATION');
    return true;
  });
});
