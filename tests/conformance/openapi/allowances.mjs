// Where HubSpot's published documents are known to differ from what HubSpot answers. Each entry widens the
// named schemas, in every document that has them; nothing else may differ. `reason` says how we know, with the
// section of hubspot-api.md.
const string = { type: 'string' };
const orNull = (schema) => ({ anyOf: [schema, { type: 'null' }] });

// `property`: `as` makes its schema out of the documented one. `optional`: not required after all.
export const allowances = [
  {
    schemas: ['SimplePublicObject', 'SimplePublicObjectWithAssociations'],
    property: 'properties',
    as: () => ({ type: 'object', additionalProperties: orNull(string) }),
    reason: 'a property that was never set is null (recorded; 6)',
  },
  {
    schemas: ['Error'],
    property: 'status',
    as: () => ({ const: 'error' }),
    reason: 'in every recorded error (4, 10)',
  },
  {
    schemas: ['StandardError'],
    optional: ['errors', 'links'],
    reason: 'the recorded error of a batch read has neither (5)',
  },
  {
    schemas: ['StandardError'],
    property: 'subCategory',
    as: () => string,
    reason: 'an object in this schema only; text in Error and in every answer we know of (7)',
  },
  {
    schemas: ['MultiAssociatedObjectWithLabel'],
    property: 'toObjectId',
    as: () => ({ type: ['string', 'integer'] }),
    reason: "the guide's answers have a number (2, 8)",
  },
  {
    schemas: ['AssociationSpecWithLabel'],
    property: 'label',
    as: orNull,
    reason: "null for the unlabelled in the guide's answers (8)",
  },
  {
    schemas: ['PublicOwner'],
    property: 'userId',
    as: orNull,
    reason: 'null for an owner whose user is deactivated (8)',
  },
  {
    schemas: ['ObjectSchema'],
    property: 'restorable',
    as: () => ({ type: 'boolean' }),
    reason: 'in every recorded schema (8)',
  },
  {
    schemas: ['ObjectSchema'],
    property: 'metaType',
    as: () => ({ enum: ['HUBSPOT', 'PORTAL_SPECIFIC'] }),
    reason: 'in every recorded schema (8)',
  },
];

// Widens the schemas of one document in place.
export function applyAllowances(schemas) {
  for (const { schemas: names, property, as, optional = [] } of allowances) {
    for (const schema of names.map((name) => schemas[name]).filter(Boolean)) {
      if (property) schema.properties[property] = as(schema.properties[property]);
      schema.required = schema.required?.filter((name) => !optional.includes(name));
    }
  }
}
