-- Version 4 with the rows of a sync; made by make.sh of 13681d8, sync: properties that PROMOTE names get a column of their own
CREATE TABLE `hubspot_associations` (
  `from_object_type_id` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `from_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `to_object_type_id` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `to_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `association_type_id` int(11) NOT NULL,
  `category` varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `label` varchar(255) DEFAULT NULL,
  `synced_at` datetime NOT NULL,
  PRIMARY KEY (`from_object_type_id`,`from_id`,`to_object_type_id`,`to_id`,`category`,`association_type_id`),
  KEY `to_idx` (`to_object_type_id`,`to_id`,`from_object_type_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_associations VALUES ('0-1', '101', '0-3', '7944583019', '4', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-1', '101', '0-3', '7944583019', '28001', 'USER_DEFINED', 'Billing contact', '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-1', '105', '0-3', '513881705057', '4', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-1', '60000001', '0-3', '101', '4', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-1', '7944583019', '0-3', '60000001', '4', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-3', '101', '0-1', '60000001', '3', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-3', '513881705057', '0-1', '105', '3', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-3', '60000001', '0-1', '7944583019', '3', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-3', '7944583019', '0-1', '101', '3', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_associations VALUES ('0-3', '7944583019', '0-1', '101', '28001', 'USER_DEFINED', 'Billing contact', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_association_queue` (
  `number` bigint(20) NOT NULL AUTO_INCREMENT,
  `object_type_id` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `to_object_type_id` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (`number`),
  KEY `object_idx` (`object_type_id`,`to_object_type_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
CREATE TABLE `hubspot_association_types` (
  `from_object_type_id` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `to_object_type_id` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `association_type_id` int(11) NOT NULL,
  `category` varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `label` varchar(255) DEFAULT NULL,
  `synced_at` datetime NOT NULL,
  PRIMARY KEY (`from_object_type_id`,`to_object_type_id`,`category`,`association_type_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_association_types VALUES ('0-1', '0-3', '4', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_association_types VALUES ('0-1', '0-3', '28001', 'USER_DEFINED', 'Billing contact', '2026-11-24 21:36:29');
INSERT INTO hubspot_association_types VALUES ('0-3', '0-1', '3', 'HUBSPOT_DEFINED', NULL, '2026-11-24 21:36:29');
INSERT INTO hubspot_association_types VALUES ('0-3', '0-1', '28001', 'USER_DEFINED', 'Billing contact', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_contacts` (
  `id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `email` varchar(255) DEFAULT NULL,
  `firstname` varchar(255) DEFAULT NULL,
  `lastname` varchar(255) DEFAULT NULL,
  `phone` varchar(50) DEFAULT NULL,
  `company` varchar(255) DEFAULT NULL,
  `website` varchar(255) DEFAULT NULL,
  `lifecyclestage` varchar(100) DEFAULT NULL,
  `jobtitle` varchar(255) DEFAULT NULL,
  `createdate` datetime DEFAULT NULL,
  `lastmodifieddate` datetime DEFAULT NULL,
  `hs_lastmodifieddate` bigint(20) DEFAULT NULL,
  `properties_json` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`properties_json`)),
  `synced_at` datetime NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `archived` tinyint(1) NOT NULL DEFAULT 0,
  `archived_at` datetime DEFAULT NULL,
  `merged_into` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `email_idx` (`email`),
  KEY `archived_idx` (`archived`),
  KEY `merged_into_idx` (`merged_into`),
  KEY `lastmodified_idx` (`lastmodifieddate`),
  KEY `hs_lastmodified_idx` (`hs_lastmodifieddate`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_contacts VALUES ('101', 'bjrn.ztrk.464922628@northwind3102.example', 'Björn', 'Öztürk', NULL, NULL, NULL, 'salesqualifiedlead', NULL, '2018-01-02 23:00:00', '2019-02-18 16:25:15', '1550507115805', '{"city":"Osaka","createdate":"2018-01-02T23:00:00.239Z","email":"bjrn.ztrk.464922628@northwind3102.example","firstname":"Björn","hs_lastmodifieddate":"2019-02-18T16:25:15.805Z","hs_object_id":"101","lastmodifieddate":"2019-02-18T16:25:15.805Z","lastname":"Öztürk","lifecyclestage":"salesqualifiedlead","num_notes":"10252"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('105', 'zo.rossi.665529201@mosaic5934.example', 'Zoë', 'Rossi', NULL, 'Mosaic 5934 Inc.', 'https://www.mosaic5934.example', 'marketingqualifiedlead', 'Software Engineer', '2019-01-02 23:00:00', '2019-05-08 03:43:45', '1557287025174', '{"company":"Mosaic 5934 Inc.","createdate":"2019-01-02T23:00:00.814Z","email":"zo.rossi.665529201@mosaic5934.example","firstname":"Zoë","hs_lastmodifieddate":"2019-05-08T03:43:45.174Z","hs_object_id":"105","hubspot_owner_id":"41629003","jobtitle":"Software Engineer","lastmodifieddate":"2019-05-08T03:43:45.174Z","lastname":"Rossi","lifecyclestage":"marketingqualifiedlead","website":"https://www.mosaic5934.example"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('110', 'sen.ztrk.755392125@pioneer3945.example', 'Seán', 'Öztürk', '+53 392 6394863', NULL, 'https://www.pioneer3945.example', 'other', NULL, '2024-12-31 23:00:00', '2025-02-16 16:24:29', '1739723069385', '{"createdate":"2024-12-31T23:00:00.671Z","email":"sen.ztrk.755392125@pioneer3945.example","firstname":"Seán","hs_lastmodifieddate":"2025-02-16T16:24:29.385Z","hs_object_id":"110","hubspot_owner_id":"77000001","lastmodifieddate":"2025-02-16T16:24:29.385Z","lastname":"Öztürk","lifecyclestage":"other","message":"team partner legacy team campaign support legacy budget premium website support launch website upgrade legacy onboarding export meeting campaign north","phone":"+53 392 6394863","website":"https://www.pioneer3945.example"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000001', 'toms.haddad.885957902@orchard373.example', 'Tomás', 'Haddad', '+80 503 7100025', 'Orchard 373 Labs', 'https://www.orchard373.example', 'customer', 'Buyer', '2020-01-02 23:00:00', '2020-12-20 13:19:16', '1608470356025', '{"company":"Orchard 373 Labs","createdate":"2020-01-02T23:00:00.507Z","email":"toms.haddad.885957902@orchard373.example","firstname":"Tomás","hs_lastmodifieddate":"2020-12-20T13:19:16.025Z","hs_object_id":"60000001","hubspot_owner_id":"41629003","jobtitle":"Buyer","lastmodifieddate":"2020-12-20T13:19:16.025Z","lastname":"Haddad","lifecyclestage":"customer","num_notes":"38985.97","phone":"+80 503 7100025","website":"https://www.orchard373.example"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000005', 'hiroshi.fischer.594330754@vertex3880.example', NULL, NULL, '+73 523 7065071', 'Vertex 3880 Labs', 'https://www.vertex3880.example', 'marketingqualifiedlead', NULL, '2022-01-01 23:00:00', '2024-09-03 06:23:16', '1725344596955', '{"city":"Austin","company":"Vertex 3880 Labs","createdate":"2022-01-01T23:00:00.467Z","email":"hiroshi.fischer.594330754@vertex3880.example","hs_lastmodifieddate":"2024-09-03T06:23:16.955Z","hs_object_id":"60000005","hubspot_owner_id":"1153009212","lastmodifieddate":"2024-09-03T06:23:16.955Z","lifecyclestage":"marketingqualifiedlead","message":"north lead survey meeting onboarding quarterly pending north premium quarterly invoice north team survey survey onboarding contract contract pilot invoice","phone":"+73 523 7065071","website":"https://www.vertex3880.example"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000008', 'toms.fischer.725156458@orchard8195.example', 'Tomás', 'Fischer', '+72 699 1750254', 'Orchard 8195 GmbH', 'https://www.orchard8195.example', 'opportunity', 'CEO', '2023-01-01 23:00:00', '2024-09-05 02:04:44', '1725501884784', '{"company":"Orchard 8195 GmbH","createdate":"2023-01-01T23:00:00.872Z","email":"toms.fischer.725156458@orchard8195.example","firstname":"Tomás","hs_lastmodifieddate":"2024-09-05T02:04:44.784Z","hs_object_id":"60000008","hubspot_owner_id":"1153009212","jobtitle":"CEO","lastmodifieddate":"2024-09-05T02:04:44.784Z","lastname":"Fischer","lifecyclestage":"opportunity","phone":"+72 699 1750254","website":"https://www.orchard8195.example"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000013', 'sen.costa.994249085@harborsons608.example', 'Seán', 'Costa', '+11 181 2562471', 'Harbor & Sons 608 S.A.', 'https://www.harborsons608.example', 'subscriber', 'Buyer', '2024-01-01 23:00:00', '2024-05-07 06:07:58', '1715062078886', '{"city":"São Paulo","company":"Harbor & Sons 608 S.A.","createdate":"2024-01-01T23:00:00.105Z","email":"sen.costa.994249085@harborsons608.example","firstname":"Seán","hs_lastmodifieddate":"2024-05-07T06:07:58.886Z","hs_object_id":"60000013","jobtitle":"Buyer","lastmodifieddate":"2024-05-07T06:07:58.886Z","lastname":"Costa","lifecyclestage":"subscriber","num_notes":"82902","phone":"+11 181 2562471","website":"https://www.harborsons608.example"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('7944583019', 'piotr.brown.796452198@redwood6001.example', 'Piotr', 'Brown', NULL, NULL, 'https://www.redwood6001.example', 'evangelist', 'Chief of Staff', '2021-01-01 23:00:00', '2022-01-05 14:48:07', '1641394087236', '{"city":"Bangalore","createdate":"2021-01-01T23:00:00.046Z","email":"piotr.brown.796452198@redwood6001.example","firstname":"Piotr","hs_lastmodifieddate":"2022-01-05T14:48:07.236Z","hs_object_id":"7944583019","hubspot_owner_id":"41629004","jobtitle":"Chief of Staff","lastmodifieddate":"2022-01-05T14:48:07.236Z","lastname":"Brown","lifecyclestage":"evangelist","website":"https://www.redwood6001.example"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
CREATE TABLE `hubspot_deals` (
  `id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `dealname` varchar(255) DEFAULT NULL,
  `dealstage` varchar(100) DEFAULT NULL,
  `pipeline` varchar(100) DEFAULT NULL,
  `amount` decimal(15,2) DEFAULT NULL,
  `closedate` datetime DEFAULT NULL,
  `hubspot_owner_id` varchar(50) DEFAULT NULL,
  `dealtype` varchar(100) DEFAULT NULL,
  `createdate` datetime DEFAULT NULL,
  `lastmodifieddate` datetime DEFAULT NULL,
  `hs_lastmodifieddate` bigint(20) DEFAULT NULL,
  `properties_json` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`properties_json`)),
  `synced_at` datetime NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `archived` tinyint(1) NOT NULL DEFAULT 0,
  `archived_at` datetime DEFAULT NULL,
  `merged_into` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `dealstage_idx` (`dealstage`),
  KEY `pipeline_idx` (`pipeline`),
  KEY `archived_idx` (`archived`),
  KEY `merged_into_idx` (`merged_into`),
  KEY `lastmodified_idx` (`lastmodifieddate`),
  KEY `hs_lastmodified_idx` (`hs_lastmodifieddate`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_deals VALUES ('101', 'Silverline 2484 Group - survey legacy', '71340003', '75e28846-ad0d-4be2-a027-5e1da6590b98', '101340.00', '2018-07-10 00:35:14', '77000002', 'newbusiness', '2022-01-01 23:00:00', '2024-05-05 01:59:06', '1714874346335', '{"amount":"101340.00","closedate":"2018-07-10T00:35:14.811Z","createdate":"2022-01-01T23:00:00.809Z","dealname":"Silverline 2484 Group - survey legacy","dealstage":"71340003","dealtype":"newbusiness","hs_lastmodifieddate":"2024-05-05T01:59:06.335Z","hs_object_id":"101","hubspot_owner_id":"77000002","pipeline":"75e28846-ad0d-4be2-a027-5e1da6590b98"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_deals VALUES ('513881705057', 'Granite 7600 & Co - upgrade review', 'closedwon', 'default', '103631.00', '2019-03-22 05:30:27', '1153009212', NULL, '2020-01-02 23:00:00', '2022-07-02 00:22:34', '1656721354164', '{"amount":"103631","closedate":"2019-03-22T05:30:27.912Z","createdate":"2020-01-02T23:00:00.967Z","dealname":"Granite 7600 & Co - upgrade review","dealstage":"closedwon","hs_lastmodifieddate":"2022-07-02T00:22:34.164Z","hs_object_id":"513881705057","hubspot_owner_id":"1153009212","pipeline":"default"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_deals VALUES ('60000001', 'Kite 5474 Partners - invoice pending', 'qualifiedtobuy', 'default', '44031.50', '2025-03-30 18:02:53', '41629001', 'existingbusiness', '2024-01-01 23:00:00', '2025-01-14 20:23:56', '1736886236582', '{"amount":"44031.5","closedate":"2025-03-30T18:02:53.364Z","createdate":"2024-01-01T23:00:00.380Z","dealname":"Kite 5474 Partners - invoice pending","dealstage":"qualifiedtobuy","dealtype":"existingbusiness","hs_lastmodifieddate":"2025-01-14T20:23:56.582Z","hs_object_id":"60000001","hubspot_owner_id":"41629001","pipeline":"default"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
INSERT INTO hubspot_deals VALUES ('7944583019', 'Redwood 29 S.A. - campaign licence', 'contractsent', 'default', '6992.50', '2022-04-22 07:38:41', NULL, NULL, '2018-01-02 23:00:00', '2023-06-08 15:59:56', '1686239996417', '{"amount":"6992.5","closedate":"2022-04-22T07:38:41.983Z","createdate":"2018-01-02T23:00:00.055Z","dealname":"Redwood 29 S.A. - campaign licence","dealstage":"contractsent","hs_lastmodifieddate":"2023-06-08T15:59:56.417Z","hs_object_id":"7944583019","pipeline":"default"}', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '0', NULL, NULL);
CREATE TABLE `hubspot_deal_pipelines` (
  `id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `label` varchar(255) DEFAULT NULL,
  `display_order` int(11) DEFAULT NULL,
  `active` tinyint(1) DEFAULT 1,
  `created_at_hubspot` datetime DEFAULT NULL,
  `updated_at_hubspot` datetime DEFAULT NULL,
  `synced_at` datetime NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_deal_pipelines VALUES ('75e28846-ad0d-4be2-a027-5e1da6590b98', 'Renewals & Upsells', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_pipelines VALUES ('default', 'Sales Pipeline', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_deal_stages` (
  `id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `pipeline_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `label` varchar(255) DEFAULT NULL,
  `display_order` int(11) DEFAULT NULL,
  `metadata_json` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`metadata_json`)),
  `probability` decimal(5,4) DEFAULT NULL,
  `is_closed` tinyint(1) DEFAULT NULL,
  `active` tinyint(1) DEFAULT 1,
  `created_at_hubspot` datetime DEFAULT NULL,
  `updated_at_hubspot` datetime DEFAULT NULL,
  `synced_at` datetime NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`pipeline_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_deal_stages VALUES ('71340001', '75e28846-ad0d-4be2-a027-5e1da6590b98', ' Renewal due', '0', '{"isClosed":"false","probability":"0.5"}', '0.5000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('71340002', '75e28846-ad0d-4be2-a027-5e1da6590b98', 'In talks “live”', '1', '{"isClosed":"false","probability":"0.75"}', '0.7500', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('71340003', '75e28846-ad0d-4be2-a027-5e1da6590b98', 'Renewed', '2', '{"isClosed":"true","probability":"1.0"}', '1.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('71340004', '75e28846-ad0d-4be2-a027-5e1da6590b98', 'Cancelled', '3', '{"isClosed":"true","probability":"0.0"}', '0.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('appointmentscheduled', 'default', 'Appointment Scheduled', '0', '{"isClosed":"false","probability":"0.2"}', '0.2000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('closedlost', 'default', 'Closed Lost', '6', '{"isClosed":"true","probability":"0.0"}', '0.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('closedwon', 'default', 'Closed Won', '5', '{"isClosed":"true","probability":"1.0"}', '1.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('contractsent', 'default', 'Contract Sent', '4', '{"isClosed":"false","probability":"0.9"}', '0.9000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('decisionmakerboughtin', 'default', 'Decision Maker Bought-In', '3', '{"isClosed":"false","probability":"0.8"}', '0.8000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('presentationscheduled', 'default', 'Presentation Scheduled', '2', '{"isClosed":"false","probability":"0.6"}', '0.6000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_deal_stages VALUES ('qualifiedtobuy', 'default', 'Qualified To Buy', '1', '{"isClosed":"false","probability":"0.4"}', '0.4000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_known_properties` (
  `object_type` varchar(50) NOT NULL,
  `name` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `filled` tinyint(1) NOT NULL,
  `after_id` varchar(50) NOT NULL,
  PRIMARY KEY (`object_type`,`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_known_properties VALUES ('contacts', 'city', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'company', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'createdate', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'email', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'firstname', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'hs_calculated_merged_vids', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'hs_email_optout', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'hs_job_change_detected_date', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'hs_lastmodifieddate', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'hs_merged_object_ids', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'hs_object_id', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'hubspot_owner_id', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'jobtitle', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'lastmodifieddate', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'lastname', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'lifecyclestage', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'message', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'num_notes', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'phone', '1', '');
INSERT INTO hubspot_known_properties VALUES ('contacts', 'website', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'amount', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'closedate', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'contract_signed_on', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'createdate', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'dealname', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'dealstage', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'dealtype', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'description', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'hs_exchange_rate', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'hs_is_closed', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'hs_lastmodifieddate', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'hs_merged_object_ids', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'hs_object_id', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'hubspot_owner_id', '1', '');
INSERT INTO hubspot_known_properties VALUES ('deals', 'pipeline', '1', '');
CREATE TABLE `hubspot_lease` (
  `scope` varchar(50) NOT NULL,
  `epoch` bigint(20) NOT NULL,
  `writes` bigint(20) NOT NULL,
  `holder` varchar(255) DEFAULT NULL,
  `holder_key` varchar(255) DEFAULT NULL,
  `held_since` datetime DEFAULT NULL,
  `renewed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`scope`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_lease VALUES ('account', '1', '2', NULL, NULL, NULL, NULL);
INSERT INTO hubspot_lease VALUES ('associations', '1', '6', NULL, NULL, NULL, NULL);
INSERT INTO hubspot_lease VALUES ('contacts', '1', '9', NULL, NULL, NULL, NULL);
INSERT INTO hubspot_lease VALUES ('deals', '1', '9', NULL, NULL, NULL, NULL);
INSERT INTO hubspot_lease VALUES ('lease', '1', '0', NULL, NULL, '2026-11-24 21:36:28', '2026-11-24 21:36:28.370890');
INSERT INTO hubspot_lease VALUES ('pipelines', '1', '3', NULL, NULL, NULL, NULL);
CREATE TABLE `hubspot_meta` (
  `name` varchar(64) NOT NULL,
  `value` varchar(255) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_meta VALUES ('definitions 0-1', '6d5b3cc6ffa9b46919d40614d28550de');
INSERT INTO hubspot_meta VALUES ('definitions 0-3', '517231b4c72ad484af23f21c9db715eb');
INSERT INTO hubspot_meta VALUES ('hubspot_daily_limit', '625000');
INSERT INTO hubspot_meta VALUES ('hubspot_daily_remaining', '624992');
INSERT INTO hubspot_meta VALUES ('portal_id', '4321987');
INSERT INTO hubspot_meta VALUES ('schema_version', '4');
INSERT INTO hubspot_meta VALUES ('v_sync_status', 'fa131c87859ae88238cd692c7250ad27');
CREATE TABLE `hubspot_object_types` (
  `object_type_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `name` varchar(50) NOT NULL,
  `table_name` varchar(64) NOT NULL,
  `hubspot_name` varchar(255) NOT NULL,
  `qualified_name` varchar(255) NOT NULL,
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`object_type_id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
CREATE TABLE `hubspot_promoted_columns` (
  `object_type_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `property` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `object` varchar(64) NOT NULL,
  `sql_type` varchar(128) NOT NULL,
  `kind` varchar(20) NOT NULL,
  `state` varchar(20) NOT NULL,
  `after_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `index_name` varchar(64) NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`object_type_id`,`property`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
CREATE TABLE `hubspot_properties` (
  `object_type_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `name` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `object` varchar(64) NOT NULL,
  `label` varchar(512) DEFAULT NULL,
  `type` varchar(50) DEFAULT NULL,
  `field_type` varchar(50) DEFAULT NULL,
  `group_name` varchar(255) DEFAULT NULL,
  `description` text DEFAULT NULL,
  `display_order` int(11) DEFAULT NULL,
  `calculated` tinyint(1) DEFAULT NULL,
  `hidden` tinyint(1) DEFAULT NULL,
  `hubspot_defined` tinyint(1) DEFAULT NULL,
  `has_unique_value` tinyint(1) DEFAULT NULL,
  `external_options` tinyint(1) DEFAULT NULL,
  `sensitivity` varchar(50) DEFAULT NULL,
  `view_column` varchar(64) DEFAULT NULL,
  `view_label_column` varchar(64) DEFAULT NULL,
  `archived` tinyint(1) NOT NULL DEFAULT 0,
  `synced_at` datetime NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`object_type_id`,`name`),
  KEY `object_idx` (`object`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_properties VALUES ('0-1', 'city', 'contacts', 'City', 'string', 'text', 'contactsinformation', 'About City', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'city', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'company', 'contacts', 'Company', 'string', 'text', 'contactsinformation', 'About Company', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'company', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'createdate', 'contacts', 'Createdate', 'datetime', 'date', 'contactsinformation', 'About Createdate', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'createdate', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'email', 'contacts', 'Email', 'string', 'text', 'contactsinformation', 'About Email', '-1', '0', '0', '1', '1', '0', 'non_sensitive', 'email', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'firstname', 'contacts', 'Firstname', 'string', 'text', 'contactsinformation', 'About Firstname', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'firstname', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'hs_calculated_merged_vids', 'contacts', 'Hs Calculated Merged Vids', 'enumeration', 'select', 'contactsinformation', 'About Hs Calculated Merged Vids', '-1', '1', '1', '1', '0', '0', 'non_sensitive', 'hs_calculated_merged_vids', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'hs_email_optout', 'contacts', 'Hs Email Optout', 'bool', 'booleancheckbox', 'contactsinformation', 'About Hs Email Optout', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'hs_email_optout', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'hs_job_change_detected_date', 'contacts', 'Hs Job Change Detected Date', 'date', 'date', 'contactsinformation', 'About Hs Job Change Detected Date', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'hs_job_change_detected_date', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'hs_lastmodifieddate', 'contacts', 'Hs Lastmodifieddate', 'datetime', 'date', 'contactsinformation', 'About Hs Lastmodifieddate', '-1', '0', '1', '1', '0', '0', 'non_sensitive', 'hs_lastmodifieddate', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'hs_merged_object_ids', 'contacts', 'Hs Merged Object Ids', 'enumeration', 'checkbox', 'contactsinformation', 'About Hs Merged Object Ids', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'hs_merged_object_ids', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'hs_object_id', 'contacts', 'Hs Object Id', 'number', 'number', 'contactsinformation', 'About Hs Object Id', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'hs_object_id', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'hubspot_owner_id', 'contacts', 'Hubspot Owner Id', 'enumeration', 'select', 'contactsinformation', 'About Hubspot Owner Id', '-1', '0', '0', '1', '0', '1', 'non_sensitive', 'hubspot_owner_id', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'jobtitle', 'contacts', 'Jobtitle', 'string', 'text', 'contactsinformation', 'About Jobtitle', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'jobtitle', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'lastmodifieddate', 'contacts', 'Lastmodifieddate', 'datetime', 'date', 'contactsinformation', 'About Lastmodifieddate', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'lastmodifieddate', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'lastname', 'contacts', 'Lastname', 'string', 'text', 'contactsinformation', 'About Lastname', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'lastname', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'lifecyclestage', 'contacts', 'Lifecyclestage', 'enumeration', 'radio', 'contactsinformation', 'About Lifecyclestage', '-1', '0', '0', '1', '0', '1', 'non_sensitive', 'lifecyclestage', 'lifecyclestage_label', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'message', 'contacts', 'Message', 'string', 'textarea', 'contactsinformation', 'About Message', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'message', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'num_notes', 'contacts', 'Num Notes', 'number', 'number', 'contactsinformation', 'About Num Notes', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'num_notes', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'phone', 'contacts', 'Phone', 'string', 'phonenumber', 'contactsinformation', 'About Phone', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'phone', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-1', 'website', 'contacts', 'Website', 'string', 'text', 'contactsinformation', 'About Website', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'website', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'amount', 'deals', 'Amount', 'number', 'number', 'dealsinformation', 'About Amount', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'amount', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'closedate', 'deals', 'Closedate', 'datetime', 'date', 'dealsinformation', 'About Closedate', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'closedate', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'contract_signed_on', 'deals', 'Contract Signed On', 'date', 'date', 'dealsinformation', 'About Contract Signed On', '-1', '0', '0', '0', '0', '0', 'non_sensitive', 'contract_signed_on', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'createdate', 'deals', 'Createdate', 'datetime', 'date', 'dealsinformation', 'About Createdate', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'createdate', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'dealname', 'deals', 'Dealname', 'string', 'text', 'dealsinformation', 'About Dealname', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'dealname', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'dealstage', 'deals', 'Dealstage', 'enumeration', 'radio', 'dealsinformation', 'About Dealstage', '-1', '0', '0', '1', '0', '1', 'non_sensitive', 'dealstage', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'dealtype', 'deals', 'Dealtype', 'enumeration', 'radio', 'dealsinformation', 'About Dealtype', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'dealtype', 'dealtype_label', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'description', 'deals', 'Description', 'string', 'textarea', 'dealsinformation', 'About Description', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'description', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'hs_exchange_rate', 'deals', 'Hs Exchange Rate', 'number', 'number', 'dealsinformation', 'About Hs Exchange Rate', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'hs_exchange_rate', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'hs_is_closed', 'deals', 'Hs Is Closed', 'bool', 'calculation_equation', 'dealsinformation', 'About Hs Is Closed', '-1', '1', '0', '1', '0', '0', 'non_sensitive', 'hs_is_closed', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'hs_lastmodifieddate', 'deals', 'Hs Lastmodifieddate', 'datetime', 'date', 'dealsinformation', 'About Hs Lastmodifieddate', '-1', '0', '1', '1', '0', '0', 'non_sensitive', 'hs_lastmodifieddate', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'hs_merged_object_ids', 'deals', 'Hs Merged Object Ids', 'enumeration', 'checkbox', 'dealsinformation', 'About Hs Merged Object Ids', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'hs_merged_object_ids', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'hs_object_id', 'deals', 'Hs Object Id', 'number', 'number', 'dealsinformation', 'About Hs Object Id', '-1', '0', '0', '1', '0', '0', 'non_sensitive', 'hs_object_id', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'hubspot_owner_id', 'deals', 'Hubspot Owner Id', 'enumeration', 'select', 'dealsinformation', 'About Hubspot Owner Id', '-1', '0', '0', '1', '0', '1', 'non_sensitive', 'hubspot_owner_id', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_properties VALUES ('0-3', 'pipeline', 'deals', 'Pipeline', 'enumeration', 'select', 'dealsinformation', 'About Pipeline', '-1', '0', '0', '1', '0', '1', 'non_sensitive', 'pipeline', NULL, '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_property_options` (
  `object_type_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `property` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `value` varchar(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `object` varchar(64) NOT NULL,
  `label` varchar(512) DEFAULT NULL,
  `display_order` int(11) DEFAULT NULL,
  `hidden` tinyint(1) DEFAULT NULL,
  `archived` tinyint(1) NOT NULL DEFAULT 0,
  `synced_at` datetime NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`object_type_id`,`property`,`value`),
  KEY `object_idx` (`object`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_property_options VALUES ('0-1', 'hs_email_optout', 'false', 'contacts', 'False', '1', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'hs_email_optout', 'true', 'contacts', 'True', '0', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'customer', 'contacts', 'Customer', '5', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'evangelist', 'contacts', 'Evangelist', '6', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'lead', 'contacts', 'Lead', '1', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'marketingqualifiedlead', 'contacts', 'Marketingqualifiedlead', '2', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'opportunity', 'contacts', 'Opportunity', '4', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'other', 'contacts', 'Other', '7', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'salesqualifiedlead', 'contacts', 'Salesqualifiedlead', '3', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-1', 'lifecyclestage', 'subscriber', 'contacts', 'Subscriber', '0', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-3', 'dealtype', 'existingbusiness', 'deals', 'Existingbusiness', '1', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-3', 'dealtype', 'newbusiness', 'deals', 'Newbusiness', '0', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-3', 'hs_is_closed', 'false', 'deals', 'False', '1', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO hubspot_property_options VALUES ('0-3', 'hs_is_closed', 'true', 'deals', 'True', '0', '0', '0', '2026-11-24 21:36:29', '2026-11-24 21:36:29', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_quarantine` (
  `object_type` varchar(50) NOT NULL,
  `id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `code` varchar(20) NOT NULL,
  `reason` text NOT NULL,
  `raw_json` longtext DEFAULT NULL,
  `raw_bytes` bigint(20) NOT NULL,
  `first_tried` datetime NOT NULL,
  `last_tried` datetime NOT NULL,
  `tries` bigint(20) NOT NULL,
  PRIMARY KEY (`object_type`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
CREATE TABLE `hubspot_sync_checkpoints` (
  `object_type` varchar(50) NOT NULL,
  `phase` varchar(20) NOT NULL,
  `complete_until` bigint(20) NOT NULL,
  `window_from` bigint(20) NOT NULL,
  `window_to` bigint(20) NOT NULL,
  `window_seen` bigint(20) NOT NULL,
  `after_cursor` varchar(255) NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`object_type`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_sync_checkpoints VALUES ('contacts', 'idle', '1795556189033', '0', '0', '0', '', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_checkpoints VALUES ('deals', 'idle', '1795556189035', '0', '0', '0', '', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_checkpoints VALUES ('pipelines', 'idle', '1795556189000', '0', '0', '0', '', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_sync_passes` (
  `object_type` varchar(50) NOT NULL,
  `pass` varchar(20) NOT NULL,
  `started_ms` bigint(20) NOT NULL,
  `finished_ms` bigint(20) NOT NULL,
  `after_cursor` varchar(255) NOT NULL,
  `pages` bigint(20) NOT NULL,
  `details` text NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`object_type`,`pass`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_sync_passes VALUES ('contacts', 'links 0-1', '1795556189000', '1795556189000', '', '0', '{}', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_passes VALUES ('contacts', 'links 0-3', '1795556189000', '1795556189000', '', '1', '{}', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_passes VALUES ('contacts', 'trail_day', '1795556189033', '1795556189033', '', '0', '{}', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_passes VALUES ('contacts', 'trail_hour', '1795556189033', '1795556189033', '', '0', '{}', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_passes VALUES ('deals', 'links 0-1', '1795556189000', '1795556189000', '', '1', '{}', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_passes VALUES ('deals', 'links 0-3', '1795556189000', '1795556189000', '', '0', '{}', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_passes VALUES ('deals', 'trail_day', '1795556189035', '1795556189035', '', '0', '{}', '2026-11-24 21:36:29');
INSERT INTO hubspot_sync_passes VALUES ('deals', 'trail_hour', '1795556189035', '1795556189035', '', '0', '{}', '2026-11-24 21:36:29');
CREATE TABLE `hubspot_sync_ranges` (
  `object_type` varchar(50) NOT NULL,
  `start_id` bigint(20) unsigned NOT NULL,
  `next_id` bigint(20) unsigned NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`object_type`,`start_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
CREATE TABLE `hubspot_views` (
  `view_schema` varchar(64) NOT NULL,
  `view_name` varchar(64) NOT NULL,
  `object_type_id` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `object` varchar(64) NOT NULL,
  `columns` int(11) NOT NULL,
  `left_out` int(11) NOT NULL,
  `made_from` char(32) NOT NULL,
  `text_hash` char(32) NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`view_schema`,`view_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_views VALUES ('crm', 'v_contacts', '0-1', 'contacts', '27', '0', 'd22add7fce0dfbce6e141209a2603b37', '2cc27a6416d901d3f2d8ee348ad69d8d', '2026-11-24 21:36:29');
INSERT INTO hubspot_views VALUES ('crm', 'v_deals', '0-3', 'deals', '28', '0', '5cf79bbbf281d5402d75e9432b17a11a', '245fa33fe02925844cfda0b2203bce40', '2026-11-24 21:36:29');
CREATE TABLE `sync_events` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `happened_at` datetime NOT NULL,
  `kind` varchar(30) NOT NULL,
  `object_type` varchar(50) DEFAULT NULL,
  `message` text NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO sync_events VALUES ('1', '2026-11-24 21:36:29', 'schema', NULL, 'tables created or upgraded, 22 statements');
INSERT INTO sync_events VALUES ('2', '2026-11-24 21:36:29', 'first_load', 'deals', 'first load complete, 4 records');
INSERT INTO sync_events VALUES ('3', '2026-11-24 21:36:29', 'first_load', 'contacts', 'first load complete, 8 records');
CREATE TABLE `sync_runs` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `object_type` varchar(50) NOT NULL,
  `kind` varchar(20) NOT NULL,
  `started_at` datetime NOT NULL,
  `ended_at` datetime DEFAULT NULL,
  `result` varchar(20) NOT NULL,
  `records_read` bigint(20) NOT NULL DEFAULT 0,
  `records_written` bigint(20) NOT NULL DEFAULT 0,
  `records_unchanged` bigint(20) NOT NULL DEFAULT 0,
  `records_archived` bigint(20) NOT NULL DEFAULT 0,
  `records_set_aside` bigint(20) NOT NULL DEFAULT 0,
  `requests` bigint(20) NOT NULL DEFAULT 0,
  `seconds` decimal(12,3) NOT NULL DEFAULT 0.000,
  `error_kind` varchar(30) DEFAULT NULL,
  `error_message` text DEFAULT NULL,
  `error_hint` text DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `object_type_idx` (`object_type`,`id`),
  KEY `last_success_idx` (`result`,`object_type`,`ended_at`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO sync_runs VALUES ('1', 'deals', 'first_load', '2026-11-24 21:36:29', '2026-11-24 21:36:29', 'success', '4', '4', '0', '0', '0', '3', '0.064', NULL, NULL, NULL);
INSERT INTO sync_runs VALUES ('2', 'contacts', 'first_load', '2026-11-24 21:36:29', '2026-11-24 21:36:29', 'success', '8', '8', '0', '0', '0', '3', '0.066', NULL, NULL, NULL);
INSERT INTO sync_runs VALUES ('3', 'pipelines', 'pipelines', '2026-11-24 21:36:29', '2026-11-24 21:36:29', 'success', '13', '13', '0', '0', '0', '1', '0.016', NULL, NULL, NULL);
CREATE TABLE `sync_state` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `object_type` varchar(50) NOT NULL,
  `last_sync_timestamp` bigint(20) DEFAULT NULL,
  `last_sync_date` datetime DEFAULT NULL,
  `status` varchar(20) DEFAULT 'success',
  `records_synced` int(11) DEFAULT 0,
  `error_message` text DEFAULT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `object_type` (`object_type`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO sync_state VALUES ('1', 'deals', '1795556189035', '2026-11-24 21:36:29', 'success', '4', NULL, '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO sync_state VALUES ('2', 'contacts', '1795556189033', '2026-11-24 21:36:29', 'success', '8', NULL, '2026-11-24 21:36:29', '2026-11-24 21:36:29');
INSERT INTO sync_state VALUES ('3', 'pipelines', '1795556189000', '2026-11-24 21:36:29', 'success', '13', NULL, '2026-11-24 21:36:29', '2026-11-24 21:36:29');
CREATE VIEW `v_contacts` AS select `t`.`id` AS `id`,`t`.`synced_at` AS `synced_at`,`t`.`created_at` AS `created_at`,`t`.`updated_at` AS `updated_at`,`t`.`properties_json` AS `properties_json`,(select min(`a`.`to_id`) from `hubspot_associations` `a` where `a`.`from_object_type_id` = '0-1' and `a`.`from_id` = `t`.`id` and `a`.`to_object_type_id` = '0-2' and `a`.`category` = 'HUBSPOT_DEFINED' and `a`.`association_type_id` = 1) AS `primary_company_id`,json_value(`t`.`properties_json`,'$."city"') collate utf8mb4_unicode_ci AS `city`,json_value(`t`.`properties_json`,'$."company"') collate utf8mb4_unicode_ci AS `company`,case when json_value(`t`.`properties_json`,'$."createdate"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."createdate"')),23) as datetime(3)) when json_value(`t`.`properties_json`,'$."createdate"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."createdate"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."createdate"') as signed) * 1000 microsecond as datetime(3)) end end AS `createdate`,`t`.`email` collate utf8mb4_unicode_ci AS `email`,json_value(`t`.`properties_json`,'$."firstname"') collate utf8mb4_unicode_ci AS `firstname`,case json_value(`t`.`properties_json`,'$."hs_email_optout"') when 'true' then 1 when 'false' then 0 end AS `hs_email_optout`,case when json_value(`t`.`properties_json`,'$."hs_job_change_detected_date"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."hs_job_change_detected_date"')),10) as date) when json_value(`t`.`properties_json`,'$."hs_job_change_detected_date"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."hs_job_change_detected_date"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."hs_job_change_detected_date"') as signed) * 1000 microsecond as date) end end AS `hs_job_change_detected_date`,json_value(`t`.`properties_json`,'$."hs_merged_object_ids"') AS `hs_merged_object_ids`,case when json_value(`t`.`properties_json`,'$."hs_object_id"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)(?!.)' then cast(json_value(`t`.`properties_json`,'$."hs_object_id"') as decimal(38,10)) when json_value(`t`.`properties_json`,'$."hs_object_id"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)[eE][-+]?[0-9]{1,2}(?!.)' then case when abs(json_value(`t`.`properties_json`,'$."hs_object_id"')) < 1e27 then cast(json_value(`t`.`properties_json`,'$."hs_object_id"') as decimal(38,10)) end end AS `hs_object_id`,json_value(`t`.`properties_json`,'$."hubspot_owner_id"') AS `hubspot_owner_id`,json_value(`t`.`properties_json`,'$."jobtitle"') collate utf8mb4_unicode_ci AS `jobtitle`,case when json_value(`t`.`properties_json`,'$."lastmodifieddate"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."lastmodifieddate"')),23) as datetime(3)) when json_value(`t`.`properties_json`,'$."lastmodifieddate"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."lastmodifieddate"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."lastmodifieddate"') as signed) * 1000 microsecond as datetime(3)) end end AS `lastmodifieddate`,json_value(`t`.`properties_json`,'$."lastname"') collate utf8mb4_unicode_ci AS `lastname`,json_value(`t`.`properties_json`,'$."lifecyclestage"') AS `lifecyclestage`,json_value(`t`.`properties_json`,'$."message"') collate utf8mb4_unicode_ci AS `message`,case when json_value(`t`.`properties_json`,'$."num_notes"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)(?!.)' then cast(json_value(`t`.`properties_json`,'$."num_notes"') as decimal(38,10)) when json_value(`t`.`properties_json`,'$."num_notes"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)[eE][-+]?[0-9]{1,2}(?!.)' then case when abs(json_value(`t`.`properties_json`,'$."num_notes"')) < 1e27 then cast(json_value(`t`.`properties_json`,'$."num_notes"') as decimal(38,10)) end end AS `num_notes`,json_value(`t`.`properties_json`,'$."phone"') collate utf8mb4_unicode_ci AS `phone`,json_value(`t`.`properties_json`,'$."website"') collate utf8mb4_unicode_ci AS `website`,json_value(`t`.`properties_json`,'$."hs_calculated_merged_vids"') AS `hs_calculated_merged_vids`,case when json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"')),23) as datetime(3)) when json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') as signed) * 1000 microsecond as datetime(3)) end end AS `hs_lastmodifieddate`,case json_value(`t`.`properties_json`,'$."lifecyclestage"') when 'subscriber' then 'Subscriber' when 'lead' then 'Lead' when 'marketingqualifiedlead' then 'Marketingqualifiedlead' when 'salesqualifiedlead' then 'Salesqualifiedlead' when 'opportunity' then 'Opportunity' when 'customer' then 'Customer' when 'evangelist' then 'Evangelist' when 'other' then 'Other' else json_value(`t`.`properties_json`,'$."lifecyclestage"') end AS `lifecyclestage_label` from `hubspot_contacts` `t` where `t`.`archived` = 0
;
CREATE VIEW `v_deals` AS select `t`.`id` AS `id`,`t`.`lastmodifieddate` AS `lastmodifieddate`,`t`.`synced_at` AS `synced_at`,`t`.`created_at` AS `created_at`,`t`.`updated_at` AS `updated_at`,`t`.`properties_json` AS `properties_json`,`pl`.`label` AS `pipeline_label`,`st`.`label` AS `dealstage_label`,`st`.`is_closed` AS `is_closed`,`st`.`probability` AS `stage_probability`,`st`.`is_closed` = 1 and `st`.`probability` = 1 AS `is_won`,(select min(`a`.`to_id`) from `hubspot_associations` `a` where `a`.`from_object_type_id` = '0-3' and `a`.`from_id` = `t`.`id` and `a`.`to_object_type_id` = '0-2' and `a`.`category` = 'HUBSPOT_DEFINED' and `a`.`association_type_id` = 5) AS `primary_company_id`,case when json_value(`t`.`properties_json`,'$."amount"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)(?!.)' then cast(json_value(`t`.`properties_json`,'$."amount"') as decimal(38,10)) when json_value(`t`.`properties_json`,'$."amount"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)[eE][-+]?[0-9]{1,2}(?!.)' then case when abs(json_value(`t`.`properties_json`,'$."amount"')) < 1e27 then cast(json_value(`t`.`properties_json`,'$."amount"') as decimal(38,10)) end end AS `amount`,case when json_value(`t`.`properties_json`,'$."closedate"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."closedate"')),23) as datetime(3)) when json_value(`t`.`properties_json`,'$."closedate"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."closedate"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."closedate"') as signed) * 1000 microsecond as datetime(3)) end end AS `closedate`,case when json_value(`t`.`properties_json`,'$."contract_signed_on"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."contract_signed_on"')),10) as date) when json_value(`t`.`properties_json`,'$."contract_signed_on"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."contract_signed_on"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."contract_signed_on"') as signed) * 1000 microsecond as date) end end AS `contract_signed_on`,case when json_value(`t`.`properties_json`,'$."createdate"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."createdate"')),23) as datetime(3)) when json_value(`t`.`properties_json`,'$."createdate"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."createdate"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."createdate"') as signed) * 1000 microsecond as datetime(3)) end end AS `createdate`,json_value(`t`.`properties_json`,'$."dealname"') collate utf8mb4_unicode_ci AS `dealname`,`t`.`dealstage` AS `dealstage`,json_value(`t`.`properties_json`,'$."dealtype"') AS `dealtype`,json_value(`t`.`properties_json`,'$."description"') collate utf8mb4_unicode_ci AS `description`,case when json_value(`t`.`properties_json`,'$."hs_exchange_rate"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)(?!.)' then cast(json_value(`t`.`properties_json`,'$."hs_exchange_rate"') as decimal(38,10)) when json_value(`t`.`properties_json`,'$."hs_exchange_rate"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)[eE][-+]?[0-9]{1,2}(?!.)' then case when abs(json_value(`t`.`properties_json`,'$."hs_exchange_rate"')) < 1e27 then cast(json_value(`t`.`properties_json`,'$."hs_exchange_rate"') as decimal(38,10)) end end AS `hs_exchange_rate`,case json_value(`t`.`properties_json`,'$."hs_is_closed"') when 'true' then 1 when 'false' then 0 end AS `hs_is_closed`,json_value(`t`.`properties_json`,'$."hs_merged_object_ids"') AS `hs_merged_object_ids`,case when json_value(`t`.`properties_json`,'$."hs_object_id"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)(?!.)' then cast(json_value(`t`.`properties_json`,'$."hs_object_id"') as decimal(38,10)) when json_value(`t`.`properties_json`,'$."hs_object_id"') regexp '(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)[eE][-+]?[0-9]{1,2}(?!.)' then case when abs(json_value(`t`.`properties_json`,'$."hs_object_id"')) < 1e27 then cast(json_value(`t`.`properties_json`,'$."hs_object_id"') as decimal(38,10)) end end AS `hs_object_id`,json_value(`t`.`properties_json`,'$."hubspot_owner_id"') AS `hubspot_owner_id`,`t`.`pipeline` AS `pipeline`,case when json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') regexp '(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)' then cast(left(trim(trailing 'Z' from json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"')),23) as datetime(3)) when json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') regexp '(?s-imx)^-?[0-9]{1,15}(?!.)' then case when cast(json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') as signed) between -62135596800000 and 253402300799999 then cast(TIMESTAMP'1970-01-01 00:00:00' + interval cast(json_value(`t`.`properties_json`,'$."hs_lastmodifieddate"') as signed) * 1000 microsecond as datetime(3)) end end AS `hs_lastmodifieddate`,case json_value(`t`.`properties_json`,'$."dealtype"') when 'newbusiness' then 'Newbusiness' when 'existingbusiness' then 'Existingbusiness' else json_value(`t`.`properties_json`,'$."dealtype"') end AS `dealtype_label` from ((`hubspot_deals` `t` left join `hubspot_deal_pipelines` `pl` on(`pl`.`id` = `t`.`pipeline`)) left join `hubspot_deal_stages` `st` on(`st`.`pipeline_id` = `t`.`pipeline` and `st`.`id` = `t`.`dealstage`)) where `t`.`archived` = 0
;
CREATE VIEW `v_sync_status` AS select `s`.`object_type` AS `object`,`s`.`status` AS `state`,`s`.`last_sync_date` AS `complete_until`,timestampdiff(SECOND,`s`.`last_sync_date`,utc_timestamp()) AS `freshness_seconds`,if(`s`.`last_sync_date` is null,0,timestampdiff(SECOND,`s`.`last_sync_date`,utc_timestamp()) <= 3 * ifnull((select `m`.`value` + 0 from `hubspot_meta` `m` where `m`.`name` = 'sync_interval_seconds'),900)) AS `fresh`,case `s`.`object_type` when 'contacts' then (select count(0) from `hubspot_contacts` where `hubspot_contacts`.`archived` = 0) when 'deals' then (select count(0) from `hubspot_deals` where `hubspot_deals`.`archived` = 0) when 'pipelines' then 0 + (select count(0) from `hubspot_deal_pipelines` where `hubspot_deal_pipelines`.`active` = 1) end AS `live_rows`,`s`.`records_synced` AS `records_synced`,`s`.`updated_at` AS `last_sync`,if(`c`.`phase` = 'first_load',`c`.`window_seen`,NULL) AS `first_load_done`,if(`p`.`finished_ms` > 0,'1970-01-01' + interval `p`.`finished_ms` DIV 1000 second,NULL) AS `verified_at`,json_extract(`p`.`details`,'$.found') - json_extract(`p`.`details`,'$.repaired') AS `differences_left`,(select count(0) from `hubspot_quarantine` `q` where `q`.`object_type` = convert(`s`.`object_type` using utf8mb4) collate utf8mb4_unicode_ci) AS `set_aside`,`s`.`error_message` AS `error_message` from ((`sync_state` `s` left join `hubspot_sync_checkpoints` `c` on(`c`.`object_type` = convert(`s`.`object_type` using utf8mb4) collate utf8mb4_unicode_ci)) left join `hubspot_sync_passes` `p` on(`p`.`pass` = 'verify' and `p`.`object_type` = convert(`s`.`object_type` using utf8mb4) collate utf8mb4_unicode_ci))
;
