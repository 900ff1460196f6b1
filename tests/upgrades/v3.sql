-- Version 3 with the rows of a sync; made by make.sh of e3356b1, sync: runs, events and status stand in the database
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
INSERT INTO hubspot_contacts VALUES ('101', 'bjrn.ztrk.464922628@northwind3102.example', 'Björn', 'Öztürk', NULL, NULL, NULL, 'salesqualifiedlead', NULL, '2018-01-02 23:00:00', '2019-02-18 16:25:15', '1550507115805', '{"city":"Osaka","createdate":"2018-01-02T23:00:00.239Z","email":"bjrn.ztrk.464922628@northwind3102.example","firstname":"Björn","hs_lastmodifieddate":"2019-02-18T16:25:15.805Z","hs_object_id":"101","lastmodifieddate":"2019-02-18T16:25:15.805Z","lastname":"Öztürk","lifecyclestage":"salesqualifiedlead","num_notes":"10252"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('105', 'zo.rossi.665529201@mosaic5934.example', 'Zoë', 'Rossi', NULL, 'Mosaic 5934 Inc.', 'https://www.mosaic5934.example', 'marketingqualifiedlead', 'Software Engineer', '2019-01-02 23:00:00', '2019-05-08 03:43:45', '1557287025174', '{"company":"Mosaic 5934 Inc.","createdate":"2019-01-02T23:00:00.814Z","email":"zo.rossi.665529201@mosaic5934.example","firstname":"Zoë","hs_lastmodifieddate":"2019-05-08T03:43:45.174Z","hs_object_id":"105","hubspot_owner_id":"41629003","jobtitle":"Software Engineer","lastmodifieddate":"2019-05-08T03:43:45.174Z","lastname":"Rossi","lifecyclestage":"marketingqualifiedlead","website":"https://www.mosaic5934.example"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('110', 'sen.ztrk.755392125@pioneer3945.example', 'Seán', 'Öztürk', '+53 392 6394863', NULL, 'https://www.pioneer3945.example', 'other', NULL, '2024-12-31 23:00:00', '2025-02-16 16:24:29', '1739723069385', '{"createdate":"2024-12-31T23:00:00.671Z","email":"sen.ztrk.755392125@pioneer3945.example","firstname":"Seán","hs_lastmodifieddate":"2025-02-16T16:24:29.385Z","hs_object_id":"110","hubspot_owner_id":"77000001","lastmodifieddate":"2025-02-16T16:24:29.385Z","lastname":"Öztürk","lifecyclestage":"other","message":"team partner legacy team campaign support legacy budget premium website support launch website upgrade legacy onboarding export meeting campaign north","phone":"+53 392 6394863","website":"https://www.pioneer3945.example"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000001', 'toms.haddad.885957902@orchard373.example', 'Tomás', 'Haddad', '+80 503 7100025', 'Orchard 373 Labs', 'https://www.orchard373.example', 'customer', 'Buyer', '2020-01-02 23:00:00', '2020-12-20 13:19:16', '1608470356025', '{"company":"Orchard 373 Labs","createdate":"2020-01-02T23:00:00.507Z","email":"toms.haddad.885957902@orchard373.example","firstname":"Tomás","hs_lastmodifieddate":"2020-12-20T13:19:16.025Z","hs_object_id":"60000001","hubspot_owner_id":"41629003","jobtitle":"Buyer","lastmodifieddate":"2020-12-20T13:19:16.025Z","lastname":"Haddad","lifecyclestage":"customer","num_notes":"38985.97","phone":"+80 503 7100025","website":"https://www.orchard373.example"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000005', 'hiroshi.fischer.594330754@vertex3880.example', NULL, NULL, '+73 523 7065071', 'Vertex 3880 Labs', 'https://www.vertex3880.example', 'marketingqualifiedlead', NULL, '2022-01-01 23:00:00', '2024-09-03 06:23:16', '1725344596955', '{"city":"Austin","company":"Vertex 3880 Labs","createdate":"2022-01-01T23:00:00.467Z","email":"hiroshi.fischer.594330754@vertex3880.example","hs_lastmodifieddate":"2024-09-03T06:23:16.955Z","hs_object_id":"60000005","hubspot_owner_id":"1153009212","lastmodifieddate":"2024-09-03T06:23:16.955Z","lifecyclestage":"marketingqualifiedlead","message":"north lead survey meeting onboarding quarterly pending north premium quarterly invoice north team survey survey onboarding contract contract pilot invoice","phone":"+73 523 7065071","website":"https://www.vertex3880.example"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000008', 'toms.fischer.725156458@orchard8195.example', 'Tomás', 'Fischer', '+72 699 1750254', 'Orchard 8195 GmbH', 'https://www.orchard8195.example', 'opportunity', 'CEO', '2023-01-01 23:00:00', '2024-09-05 02:04:44', '1725501884784', '{"company":"Orchard 8195 GmbH","createdate":"2023-01-01T23:00:00.872Z","email":"toms.fischer.725156458@orchard8195.example","firstname":"Tomás","hs_lastmodifieddate":"2024-09-05T02:04:44.784Z","hs_object_id":"60000008","hubspot_owner_id":"1153009212","jobtitle":"CEO","lastmodifieddate":"2024-09-05T02:04:44.784Z","lastname":"Fischer","lifecyclestage":"opportunity","phone":"+72 699 1750254","website":"https://www.orchard8195.example"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('60000013', 'sen.costa.994249085@harborsons608.example', 'Seán', 'Costa', '+11 181 2562471', 'Harbor & Sons 608 S.A.', 'https://www.harborsons608.example', 'subscriber', 'Buyer', '2024-01-01 23:00:00', '2024-05-07 06:07:58', '1715062078886', '{"city":"São Paulo","company":"Harbor & Sons 608 S.A.","createdate":"2024-01-01T23:00:00.105Z","email":"sen.costa.994249085@harborsons608.example","firstname":"Seán","hs_lastmodifieddate":"2024-05-07T06:07:58.886Z","hs_object_id":"60000013","jobtitle":"Buyer","lastmodifieddate":"2024-05-07T06:07:58.886Z","lastname":"Costa","lifecyclestage":"subscriber","num_notes":"82902","phone":"+11 181 2562471","website":"https://www.harborsons608.example"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_contacts VALUES ('7944583019', 'piotr.brown.796452198@redwood6001.example', 'Piotr', 'Brown', NULL, NULL, 'https://www.redwood6001.example', 'evangelist', 'Chief of Staff', '2021-01-01 23:00:00', '2022-01-05 14:48:07', '1641394087236', '{"city":"Bangalore","createdate":"2021-01-01T23:00:00.046Z","email":"piotr.brown.796452198@redwood6001.example","firstname":"Piotr","hs_lastmodifieddate":"2022-01-05T14:48:07.236Z","hs_object_id":"7944583019","hubspot_owner_id":"41629004","jobtitle":"Chief of Staff","lastmodifieddate":"2022-01-05T14:48:07.236Z","lastname":"Brown","lifecyclestage":"evangelist","website":"https://www.redwood6001.example"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
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
INSERT INTO hubspot_deals VALUES ('101', 'Silverline 2484 Group - survey legacy', '71340003', '75e28846-ad0d-4be2-a027-5e1da6590b98', '101340.00', '2018-07-10 00:35:14', '77000002', 'newbusiness', '2022-01-01 23:00:00', '2024-05-05 01:59:06', '1714874346335', '{"amount":"101340.00","closedate":"2018-07-10T00:35:14.811Z","createdate":"2022-01-01T23:00:00.809Z","dealname":"Silverline 2484 Group - survey legacy","dealstage":"71340003","dealtype":"newbusiness","hs_lastmodifieddate":"2024-05-05T01:59:06.335Z","hs_object_id":"101","hubspot_owner_id":"77000002","pipeline":"75e28846-ad0d-4be2-a027-5e1da6590b98"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_deals VALUES ('513881705057', 'Granite 7600 & Co - upgrade review', 'closedwon', 'default', '103631.00', '2019-03-22 05:30:27', '1153009212', NULL, '2020-01-02 23:00:00', '2022-07-02 00:22:34', '1656721354164', '{"amount":"103631","closedate":"2019-03-22T05:30:27.912Z","createdate":"2020-01-02T23:00:00.967Z","dealname":"Granite 7600 & Co - upgrade review","dealstage":"closedwon","hs_lastmodifieddate":"2022-07-02T00:22:34.164Z","hs_object_id":"513881705057","hubspot_owner_id":"1153009212","pipeline":"default"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_deals VALUES ('60000001', 'Kite 5474 Partners - invoice pending', 'qualifiedtobuy', 'default', '44031.50', '2025-03-30 18:02:53', '41629001', 'existingbusiness', '2024-01-01 23:00:00', '2025-01-14 20:23:56', '1736886236582', '{"amount":"44031.5","closedate":"2025-03-30T18:02:53.364Z","createdate":"2024-01-01T23:00:00.380Z","dealname":"Kite 5474 Partners - invoice pending","dealstage":"qualifiedtobuy","dealtype":"existingbusiness","hs_lastmodifieddate":"2025-01-14T20:23:56.582Z","hs_object_id":"60000001","hubspot_owner_id":"41629001","pipeline":"default"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
INSERT INTO hubspot_deals VALUES ('7944583019', 'Redwood 29 S.A. - campaign licence', 'contractsent', 'default', '6992.50', '2022-04-22 07:38:41', NULL, NULL, '2018-01-02 23:00:00', '2023-06-08 15:59:56', '1686239996417', '{"amount":"6992.5","closedate":"2022-04-22T07:38:41.983Z","createdate":"2018-01-02T23:00:00.055Z","dealname":"Redwood 29 S.A. - campaign licence","dealstage":"contractsent","hs_lastmodifieddate":"2023-06-08T15:59:56.417Z","hs_object_id":"7944583019","pipeline":"default"}', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '0', NULL, NULL);
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
INSERT INTO hubspot_deal_pipelines VALUES ('75e28846-ad0d-4be2-a027-5e1da6590b98', 'Renewals & Upsells', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_pipelines VALUES ('default', 'Sales Pipeline', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
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
INSERT INTO hubspot_deal_stages VALUES ('71340001', '75e28846-ad0d-4be2-a027-5e1da6590b98', ' Renewal due', '0', '{"isClosed":"false","probability":"0.5"}', '0.5000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('71340002', '75e28846-ad0d-4be2-a027-5e1da6590b98', 'In talks “live”', '1', '{"isClosed":"false","probability":"0.75"}', '0.7500', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('71340003', '75e28846-ad0d-4be2-a027-5e1da6590b98', 'Renewed', '2', '{"isClosed":"true","probability":"1.0"}', '1.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('71340004', '75e28846-ad0d-4be2-a027-5e1da6590b98', 'Cancelled', '3', '{"isClosed":"true","probability":"0.0"}', '0.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('appointmentscheduled', 'default', 'Appointment Scheduled', '0', '{"isClosed":"false","probability":"0.2"}', '0.2000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('closedlost', 'default', 'Closed Lost', '6', '{"isClosed":"true","probability":"0.0"}', '0.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('closedwon', 'default', 'Closed Won', '5', '{"isClosed":"true","probability":"1.0"}', '1.0000', '1', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('contractsent', 'default', 'Contract Sent', '4', '{"isClosed":"false","probability":"0.9"}', '0.9000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('decisionmakerboughtin', 'default', 'Decision Maker Bought-In', '3', '{"isClosed":"false","probability":"0.8"}', '0.8000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('presentationscheduled', 'default', 'Presentation Scheduled', '2', '{"isClosed":"false","probability":"0.6"}', '0.6000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO hubspot_deal_stages VALUES ('qualifiedtobuy', 'default', 'Qualified To Buy', '1', '{"isClosed":"false","probability":"0.4"}', '0.4000', '0', '1', '1970-01-01 00:00:00', '2025-04-03 12:59:10', '2026-11-24 21:21:23', '2026-11-24 21:21:23', '2026-11-24 21:21:23');
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
INSERT INTO hubspot_lease VALUES ('contacts', '1', '4', NULL, NULL, NULL, NULL);
INSERT INTO hubspot_lease VALUES ('deals', '1', '4', NULL, NULL, NULL, NULL);
INSERT INTO hubspot_lease VALUES ('lease', '1', '0', NULL, NULL, '2026-11-24 21:21:22', '2026-11-24 21:21:22.783189');
INSERT INTO hubspot_lease VALUES ('pipelines', '1', '3', NULL, NULL, NULL, NULL);
CREATE TABLE `hubspot_meta` (
  `name` varchar(64) NOT NULL,
  `value` varchar(255) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO hubspot_meta VALUES ('hubspot_daily_limit', '625000');
INSERT INTO hubspot_meta VALUES ('hubspot_daily_remaining', '624992');
INSERT INTO hubspot_meta VALUES ('portal_id', '4321987');
INSERT INTO hubspot_meta VALUES ('schema_version', '3');
INSERT INTO hubspot_meta VALUES ('v_sync_status', '9066d9c9b99d6d7acad946e2c9030da0');
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
INSERT INTO hubspot_sync_checkpoints VALUES ('contacts', 'idle', '1795555283002', '0', '0', '0', '', '2026-11-24 21:21:23');
INSERT INTO hubspot_sync_checkpoints VALUES ('deals', 'idle', '1795555283003', '0', '0', '0', '', '2026-11-24 21:21:23');
INSERT INTO hubspot_sync_checkpoints VALUES ('pipelines', 'idle', '1795555283000', '0', '0', '0', '', '2026-11-24 21:21:23');
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
CREATE TABLE `sync_events` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `happened_at` datetime NOT NULL,
  `kind` varchar(30) NOT NULL,
  `object_type` varchar(50) DEFAULT NULL,
  `message` text NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;
INSERT INTO sync_events VALUES ('1', '2026-11-24 21:21:23', 'schema', NULL, 'tables created or upgraded, 11 statements');
INSERT INTO sync_events VALUES ('2', '2026-11-24 21:21:23', 'first_load', 'contacts', 'first load complete, 8 records');
INSERT INTO sync_events VALUES ('3', '2026-11-24 21:21:23', 'first_load', 'deals', 'first load complete, 4 records');
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
INSERT INTO sync_runs VALUES ('1', 'deals', 'first_load', '2026-11-24 21:21:23', '2026-11-24 21:21:23', 'success', '4', '4', '0', '0', '0', '3', '0.031', NULL, NULL, NULL);
INSERT INTO sync_runs VALUES ('2', 'contacts', 'first_load', '2026-11-24 21:21:23', '2026-11-24 21:21:23', 'success', '8', '8', '0', '0', '0', '3', '0.028', NULL, NULL, NULL);
INSERT INTO sync_runs VALUES ('3', 'pipelines', 'pipelines', '2026-11-24 21:21:23', '2026-11-24 21:21:23', 'success', '13', '13', '0', '0', '0', '1', '0.023', NULL, NULL, NULL);
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
INSERT INTO sync_state VALUES ('1', 'deals', '1795555283003', '2026-11-24 21:21:23', 'success', '4', NULL, '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO sync_state VALUES ('2', 'contacts', '1795555283002', '2026-11-24 21:21:23', 'success', '8', NULL, '2026-11-24 21:21:23', '2026-11-24 21:21:23');
INSERT INTO sync_state VALUES ('3', 'pipelines', '1795555283000', '2026-11-24 21:21:23', 'success', '13', NULL, '2026-11-24 21:21:23', '2026-11-24 21:21:23');
CREATE VIEW `v_sync_status` AS select `s`.`object_type` AS `object`,`s`.`status` AS `state`,`s`.`last_sync_date` AS `complete_until`,timestampdiff(SECOND,`s`.`last_sync_date`,utc_timestamp()) AS `freshness_seconds`,if(`s`.`last_sync_date` is null,0,timestampdiff(SECOND,`s`.`last_sync_date`,utc_timestamp()) <= 3 * ifnull((select `m`.`value` + 0 from `hubspot_meta` `m` where `m`.`name` = 'sync_interval_seconds'),900)) AS `fresh`,case `s`.`object_type` when 'pipelines' then (select count(0) from `hubspot_deal_pipelines` where `hubspot_deal_pipelines`.`active` = 1) when 'contacts' then (select count(0) from `hubspot_contacts` where `hubspot_contacts`.`archived` = 0) when 'deals' then (select count(0) from `hubspot_deals` where `hubspot_deals`.`archived` = 0) end AS `live_rows`,`s`.`records_synced` AS `records_synced`,`s`.`updated_at` AS `last_sync`,if(`c`.`phase` = 'first_load',`c`.`window_seen`,NULL) AS `first_load_done`,if(`p`.`finished_ms` > 0,'1970-01-01' + interval `p`.`finished_ms` DIV 1000 second,NULL) AS `verified_at`,json_extract(`p`.`details`,'$.found') - json_extract(`p`.`details`,'$.repaired') AS `differences_left`,`s`.`error_message` AS `error_message` from ((`sync_state` `s` left join `hubspot_sync_checkpoints` `c` on(`c`.`object_type` = convert(`s`.`object_type` using utf8mb4) collate utf8mb4_unicode_ci)) left join `hubspot_sync_passes` `p` on(`p`.`pass` = 'verify' and `p`.`object_type` = convert(`s`.`object_type` using utf8mb4) collate utf8mb4_unicode_ci))
;
