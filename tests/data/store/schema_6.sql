-- SPDX-License-Identifier: Apache-2.0
BEGIN TRANSACTION;
CREATE TABLE actor (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  system_user TEXT NOT NULL,
  user TEXT NOT NULL,                -- of the setting audit-user; '': none was given
  program TEXT NOT NULL,
  version TEXT NOT NULL,
  UNIQUE (host, system_user, user, program, version)
) STRICT;
INSERT INTO "actor" VALUES(1,'clinic','root','fixture','causa','0.1.0');
CREATE TABLE advice (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  advice INTEGER NOT NULL REFERENCES advice_stated (id),
  withheld_by INTEGER NOT NULL,      -- position in module_used
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "advice" VALUES(1,0,0,1,1);
INSERT INTO "advice" VALUES(1,1,0,2,1);
INSERT INTO "advice" VALUES(1,2,0,3,1);
INSERT INTO "advice" VALUES(1,3,0,4,0);
INSERT INTO "advice" VALUES(1,4,0,5,1);
INSERT INTO "advice" VALUES(1,5,0,6,1);
INSERT INTO "advice" VALUES(1,6,0,7,1);
INSERT INTO "advice" VALUES(1,7,0,8,1);
INSERT INTO "advice" VALUES(1,8,0,9,1);
INSERT INTO "advice" VALUES(1,9,0,10,0);
INSERT INTO "advice" VALUES(1,10,0,11,0);
INSERT INTO "advice" VALUES(1,11,0,12,0);
INSERT INTO "advice" VALUES(1,12,0,13,0);
INSERT INTO "advice" VALUES(1,13,0,14,0);
INSERT INTO "advice" VALUES(1,14,0,15,0);
INSERT INTO "advice" VALUES(1,15,1,16,1);
INSERT INTO "advice" VALUES(1,16,1,17,0);
INSERT INTO "advice" VALUES(2,0,0,18,0);
INSERT INTO "advice" VALUES(2,1,0,19,0);
INSERT INTO "advice" VALUES(2,2,0,20,0);
INSERT INTO "advice" VALUES(2,3,0,4,0);
INSERT INTO "advice" VALUES(2,4,0,21,0);
INSERT INTO "advice" VALUES(2,5,0,22,0);
INSERT INTO "advice" VALUES(2,6,0,23,0);
INSERT INTO "advice" VALUES(2,7,0,24,0);
INSERT INTO "advice" VALUES(2,8,0,25,0);
INSERT INTO "advice" VALUES(2,9,0,10,0);
INSERT INTO "advice" VALUES(2,10,0,11,0);
INSERT INTO "advice" VALUES(2,11,0,12,0);
INSERT INTO "advice" VALUES(2,12,0,13,0);
INSERT INTO "advice" VALUES(2,13,0,14,0);
INSERT INTO "advice" VALUES(2,14,0,15,0);
INSERT INTO "advice" VALUES(3,0,0,18,0);
INSERT INTO "advice" VALUES(3,1,0,19,0);
INSERT INTO "advice" VALUES(3,2,0,20,0);
INSERT INTO "advice" VALUES(3,3,0,4,0);
INSERT INTO "advice" VALUES(3,4,0,25,0);
INSERT INTO "advice" VALUES(3,5,0,11,0);
INSERT INTO "advice" VALUES(3,6,0,14,0);
CREATE TABLE advice_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  module INTEGER NOT NULL REFERENCES module (id),
  advice TEXT NOT NULL,
  kind INTEGER NOT NULL,
  for_cause TEXT NOT NULL,
  text TEXT NOT NULL,
  sources TEXT,
  withheld TEXT NOT NULL,            -- '': given
  "check" TEXT
) STRICT;
INSERT INTO "advice_stated" VALUES(1,'aabf70f81094f9f057fa69f97ac9e8119689fe3368eb79f86fec750917fdfeb6',1,'stretch_during_cramp',1,'any','During a cramp: straighten the knee and pull the toes and foot gently towards you, or stand and press the heel down; hold until it lets go. Soreness may last to the next day.','["nhs_legcramps","miller2022"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with',NULL);
INSERT INTO "advice_stated" VALUES(2,'0fd1b1c4fb08fdf5b40ebefc8dafcaf2f91e2ba7b4ed67dfede08aba28812bbe',1,'massage_after_cramp',1,'any','Massage the muscle gently once the cramp has let go.','["nhs_legcramps"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with','["that one leg is not swollen, bruised or cold"]');
INSERT INTO "advice_stated" VALUES(3,'7dcc66e0f6cc24d1967045f531612b41eb6df399b638f3896d47a1e616ae8fa7',1,'warmth_or_cold_after_cramp',1,'any','Warmth or ice on the sore muscle afterwards may soothe. Painkillers act too slowly to end the cramp itself.','["bcrenal","nhs_legcramps"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with','["feeling and circulation of the feet"]');
INSERT INTO "advice_stated" VALUES(4,'1d5752bf51b2f67e09197b5e10460cfa7accd868e0fde710c784af6a5339e819',1,'see_a_doctor',2,'any','See a doctor if cramps disturb sleep or come with numbness, weakness or swelling; see one urgently if a cramp lasts over 10 minutes or follows a dirty wound.','["nhs_legcramps"]','',NULL);
INSERT INTO "advice_stated" VALUES(5,'e620cbfa0be2136c6f11fbd7204c41c666334f3c7c10ff7f48f6320e72a0a0c0',1,'reassure_idiopathic',1,'idiopathic.nocturnal_leg_cramps','Night cramps are common and harmless and can settle by themselves.','["cks2012"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with',NULL);
INSERT INTO "advice_stated" VALUES(6,'57415a1d70ec0d76b5143fd7f0bddafd72dceddac2ef84739e4f7d0cfd3ad0fd',1,'stretch_before_bed',3,'idiopathic.nocturnal_leg_cramps','Stretch calves and hamstrings of both legs just before bed for at least 6 weeks: hold 10 seconds, relax 10, three times each, about 3 minutes. One trial of 80 adults over 55 found 1.2 fewer cramps a night (0.6-1.8); another, of 191 quinine users, found no effect. It is safe; do not promise.','["hallegraeff2012","coppin2005","hawke2021"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with',NULL);
INSERT INTO "advice_stated" VALUES(7,'3955e4146809d179965aa3580d55b9a0dc52f911463b6efa4aeaa97fec32430d',1,'shoes_covers_movement',3,'idiopathic.nocturnal_leg_cramps','Supportive shoes, loose bed covers, and breaks in long sitting or standing may help; no trial seen.','["bcrenal","judgement"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with',NULL);
INSERT INTO "advice_stated" VALUES(8,'3272be66f0246520a96082f6dfc1309eff6120104f46295f130987599a685e08',1,'activity_and_alcohol',3,'idiopathic.nocturnal_leg_cramps','Stay active and limit alcohol: cramps are associated with a sedentary life and with alcohol; whether changing them helps is not known.','["delacour2020","delacour2018"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with',NULL);
INSERT INTO "advice_stated" VALUES(9,'540dcbe4e6204769b8790b2407fd0eae4cfe77b34f4b2e155dd04380857d0e52',1,'review_medicines_first',3,'any','Review the medicines with the prescriber before adding any: the most useful single step for people on a long-acting beta-agonist, a potassium-sparing or a thiazide diuretic.','["garrison2012"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with',NULL);
INSERT INTO "advice_stated" VALUES(10,'90d820bb97c4d677912650133fe7e55be1c8e475fd2ffb055b95988552ccd622',1,'magnesium_rarely_helps',2,'idiopathic.nocturnal_leg_cramps','Oral magnesium is unlikely to help older adults whose magnesium is normal (0.01 cramps a week difference, -0.52 to 0.55); diarrhea is the main harm. Replace magnesium only when it is low.','["cochrane_mg2020"]','',NULL);
INSERT INTO "advice_stated" VALUES(11,'a6d00f9ee9fde7e76f23f61372835c360ec650bcb48aeadb0ba6a0e172ff47e4',1,'quinine_not_for_cramps',2,'any','Do not start quinine for leg cramps, nor advise tonic water: it reduces them modestly (28 % fewer in two weeks) but can cause fatal low platelets, hemolytic uremic syndrome and arrhythmia. A person already on it: review with the prescriber; bruising or fever on quinine is an emergency.','["fda_quinine2010","fda2009box","katzberg2010","eltawil2015"]','',NULL);
INSERT INTO "advice_stated" VALUES(12,'2f030839952c4e9f405ee345400fee0ec04378848c7c42433a1960d494e61430',1,'rarely_useful_drugs',2,'idiopathic.nocturnal_leg_cramps','If cramps disable and nothing else helped: vitamin B complex, naftidrofuryl and diltiazem are rated only possibly effective, each on one small study.','["katzberg2010"]','',NULL);
INSERT INTO "advice_stated" VALUES(13,'889189b1ebeb3f896eec5da780ceccd5f56da2c1150a83babbaf1a114f009eb1',1,'vitamin_k2',2,'idiopathic.nocturnal_leg_cramps','Vitamin K2 (menaquinone-7, 180 micrograms a night) gave 0.96 against 3.63 cramps a week in one trial of people of 65 and over, whose untreated arm got worse. Nobody has repeated it; people on diuretics or warfarin were excluded.','["tan2024"]','','["that no warfarin or similar is taken"]');
INSERT INTO "advice_stated" VALUES(14,'b65be779feee51eba9af971e4fdfa1ef268b3328bf59d87a5835d011ee981bca',1,'workup_history_and_examination',4,'any','First: site, timing, duration, trigger and relief; every medicine with start date and last dose change; blood pressure and pulse lying and standing; foot pulses, calf girth and tenderness, strength, reflexes, sensation, fasciculation.','["allen2012","cks2012"]','',NULL);
INSERT INTO "advice_stated" VALUES(15,'bc8207ae4dc2446799a824783738bce97ffd37fe4174824f402c4b4aac0a9984',1,'workup_no_panel',4,'idiopathic.nocturnal_leg_cramps','Typical night cramps with a normal examination need no panel of blood tests.','["allen2012","cks2012"]','',NULL);
INSERT INTO "advice_stated" VALUES(16,'4a0c592113a2c99f8f9b14eb31492f2a00160eecb40c1ab1c3f7ef905a82faf5',2,'drink_less',3,'chronic_disease.alcohol','Drinking less may help. Whoever drinks every day should not stop from one day to the next without help.','["delacour2018","judgement"]','not before the alert "Alcohol withdrawal with a seizure or confusion" is dealt with',NULL);
INSERT INTO "advice_stated" VALUES(17,'5cfd5c59a7b411cd85cc95b4a65e34d79b5ff5d7b98c3fc6a668ac71fa9aed3b',2,'minerals',4,'chronic_disease.alcohol','Potassium, magnesium, phosphate, calcium with albumin.','["merck_po4","judgement"]','',NULL);
INSERT INTO "advice_stated" VALUES(18,'3e60e270945bf2d036ee7d6dcf7a74df72e5c44fcf2a201042aa05f78da7f125',1,'stretch_during_cramp',1,'any','During a cramp: straighten the knee and pull the toes and foot gently towards you, or stand and press the heel down; hold until it lets go. Soreness may last to the next day.','["nhs_legcramps","miller2022"]','',NULL);
INSERT INTO "advice_stated" VALUES(19,'c492b52db262b831d4435c50e001f5c4db532dedacf75497e675935c70f49607',1,'massage_after_cramp',1,'any','Massage the muscle gently once the cramp has let go.','["nhs_legcramps"]','','["that one leg is not swollen, bruised or cold"]');
INSERT INTO "advice_stated" VALUES(20,'d5e5b2068f7d66c766e4f963f558bf80e6bd9f65e996dc9cbcfe10473e5be4f0',1,'warmth_or_cold_after_cramp',1,'any','Warmth or ice on the sore muscle afterwards may soothe. Painkillers act too slowly to end the cramp itself.','["bcrenal","nhs_legcramps"]','','["feeling and circulation of the feet"]');
INSERT INTO "advice_stated" VALUES(21,'25cab426a820d12795cf95c7fb7dfa2541b12be3a43187488920adc7dccc6172',1,'reassure_idiopathic',1,'idiopathic.nocturnal_leg_cramps','Night cramps are common and harmless and can settle by themselves.','["cks2012"]','',NULL);
INSERT INTO "advice_stated" VALUES(22,'1d0d39a9da7c601dd4fc3932f2cf4fa9ca65af06a7d6341d4ad3aa6477ed2df7',1,'stretch_before_bed',3,'idiopathic.nocturnal_leg_cramps','Stretch calves and hamstrings of both legs just before bed for at least 6 weeks: hold 10 seconds, relax 10, three times each, about 3 minutes. One trial of 80 adults over 55 found 1.2 fewer cramps a night (0.6-1.8); another, of 191 quinine users, found no effect. It is safe; do not promise.','["hallegraeff2012","coppin2005","hawke2021"]','',NULL);
INSERT INTO "advice_stated" VALUES(23,'31ffd76aec8e7c8471cae6cb9045ac09481d2520f52482ba281a88c183e50f83',1,'shoes_covers_movement',3,'idiopathic.nocturnal_leg_cramps','Supportive shoes, loose bed covers, and breaks in long sitting or standing may help; no trial seen.','["bcrenal","judgement"]','',NULL);
INSERT INTO "advice_stated" VALUES(24,'331c184f8ca075cba47563e0fc53ce7d7407637431758954c19d3ed93891313c',1,'activity_and_alcohol',3,'idiopathic.nocturnal_leg_cramps','Stay active and limit alcohol: cramps are associated with a sedentary life and with alcohol; whether changing them helps is not known.','["delacour2020","delacour2018"]','',NULL);
INSERT INTO "advice_stated" VALUES(25,'093495bd5c3b35451a92462aef2d06e47fab61c1954b91b5343fed105c70fea4',1,'review_medicines_first',3,'any','Review the medicines with the prescriber before adding any: the most useful single step for people on a long-acting beta-agonist, a potassium-sparing or a thiazide diuretic.','["garrison2012"]','',NULL);
CREATE TABLE alert (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  alert INTEGER NOT NULL REFERENCES alert_stated (id),
  urgency INTEGER NOT NULL,
  repeat_now INTEGER NOT NULL,
  value TEXT NOT NULL,
  age_hours REAL,
  from_text INTEGER NOT NULL,
  facts TEXT,                        -- positions in fact
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "alert" VALUES(1,0,1,1,4,0,'Alcohol withdrawal, Confusion',8.99999972222222233142e+00,1,'[1,2]');
INSERT INTO "alert" VALUES(4,0,1,1,4,0,'Alcohol withdrawal, Confusion',8.99999972222222233142e+00,1,'[1,2]');
CREATE TABLE alert_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  module INTEGER NOT NULL REFERENCES module (id),
  alert TEXT NOT NULL,
  cause TEXT NOT NULL,
  title TEXT NOT NULL,
  action TEXT NOT NULL,
  threshold TEXT NOT NULL,
  sources TEXT
) STRICT;
INSERT INTO "alert_stated" VALUES(1,'845385754db95558de342a08b7334cdf931e9aec156228d0af9f13f5ec0144f1',2,'withdrawal_severe','chronic_disease.alcohol','Alcohol withdrawal with a seizure or confusion','Emergency department now: glucose, thiamine, potassium, magnesium and phosphate; withdrawal is treated there','alcohol withdrawal in the last week (Alcohol withdrawal started within 7 days or at an unknown time) and (Seizure or Confusion)','["judgement"]');
CREATE TABLE assessment (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  patient INTEGER NOT NULL REFERENCES patient (id),
  record INTEGER REFERENCES record (id),
  config INTEGER NOT NULL REFERENCES config (id),
  run INTEGER REFERENCES run (id),
  created_ms INTEGER NOT NULL,
  as_of_ms INTEGER NOT NULL,
  sex INTEGER NOT NULL,
  age_low_years REAL,
  age_high_years REAL,
  complaint_present INTEGER NOT NULL,
  complaint_classes TEXT,
  complaint_text TEXT NOT NULL,
  ranking INTEGER NOT NULL,
  ranking_why TEXT NOT NULL,
  unexplained REAL,
  not_understood TEXT,
  resources_read INTEGER NOT NULL,
  resources_used INTEGER NOT NULL,
  parts INTEGER NOT NULL, audit INTEGER, base INTEGER REFERENCES assessment (id), modules_shared INTEGER, facts_shared INTEGER, causes_shared INTEGER, advice_shared INTEGER, states_shared INTEGER, must_not_miss_shared INTEGER, ignored_shared INTEGER, findings_shared INTEGER,            -- rows below that belong to it: what is whole can be proved
  UNIQUE (uuid, version)
) STRICT;
INSERT INTO "assessment" VALUES(1,'31c8eb1c-c708-42a2-81cc-4d44339d54bd',1,1,1,1,1,1795670801846,1795219199999,2,66.0,66.0,1,'["leg_cramp"]','Nocturnal leg cramp',3,'',8.01195825616976664562e-01,NULL,5,5,37,3,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "assessment" VALUES(2,'c81150e3-6ba1-489b-8084-2610f3c5584d',1,2,2,1,1,1795670801846,1795219199999,1,62.0,62.0,1,'["leg_cramp"]','Nocturnal leg cramp',2,'no cause is likely; the pattern fits idiopathic leg cramps',1.0,NULL,4,4,31,4,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "assessment" VALUES(3,'cfb10350-316c-43b7-a32b-e91fb6aaea01',1,3,3,1,1,1795670801846,1795219199999,1,67.0,67.0,1,'["leg_cramp"]','Leg cramp',1,'nothing is recorded that speaks for any cause',1.0,NULL,3,2,20,5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "assessment" VALUES(4,'31c8eb1c-c708-42a2-81cc-4d44339d54bd',2,1,1,1,2,1795708445043,1795219199999,2,66.0,66.0,1,'["leg_cramp"]','Nocturnal leg cramp',3,'',8.01195825616976664562e-01,NULL,5,5,38,9,1,9,4,2,17,1,0,0,0);
INSERT INTO "assessment" VALUES(5,'c81150e3-6ba1-489b-8084-2610f3c5584d',2,2,2,1,2,1795708445043,1795219199999,1,62.0,62.0,1,'["leg_cramp"]','Nocturnal leg cramp',2,'no cause is likely; the pattern fits idiopathic leg cramps',1.0,NULL,4,4,32,10,2,9,3,1,15,0,0,0,0);
INSERT INTO "assessment" VALUES(6,'cfb10350-316c-43b7-a32b-e91fb6aaea01',2,3,3,1,2,1795708445043,1795219199999,1,67.0,67.0,1,'["leg_cramp"]','Leg cramp',1,'nothing is recorded that speaks for any cause',1.0,NULL,3,2,21,11,3,9,2,0,7,0,0,1,1);
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,        -- from 1 without gaps
  time_ms INTEGER NOT NULL,
  actor INTEGER NOT NULL REFERENCES actor (id),
  what INTEGER NOT NULL,             -- core/store/audit.hpp
  subject BLOB,
  content BLOB,                      -- of what was added; of an assessment: core/store/content.hpp
  form INTEGER,                      -- of the content of an assessment, there
  about INTEGER,                     -- number of the record that this one is about
  detail TEXT NOT NULL,
  before BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(1,1795684652638,1,1,NULL,NULL,NULL,NULL,'a784f6eb-bc6d-4ece-8451-6106211af2ea',X'0000000000000000000000000000000000000000000000000000000000000000',X'506FFFAF54088A93A1F05DB2269EED0C38E614002E9C6E0A9309786CB9FE3843');
INSERT INTO "audit" VALUES(2,1795684652638,1,2,NULL,NULL,NULL,NULL,'from schema 4 to 5',X'506FFFAF54088A93A1F05DB2269EED0C38E614002E9C6E0A9309786CB9FE3843',X'9E488DE1A8C50FD6232EFF4B7DACC1371ABA83498776CE3B4522B53E899C472A');
INSERT INTO "audit" VALUES(3,1795684652639,1,3,X'35799BCF1E55B8A8F16902ABE87C1841FA85994655F70460B308A160DDB3762A',X'D5FA2D369D1BAA565AAFD859D47E092A6355F15409B0E221936A5C12942B0EAA',1,NULL,'',X'9E488DE1A8C50FD6232EFF4B7DACC1371ABA83498776CE3B4522B53E899C472A',X'2AE0B7AAE9EC627284A758D8116F1F72DE5B0F5CACB2314092B21201A7362A93');
INSERT INTO "audit" VALUES(4,1795684652639,1,3,X'AB9025AF6772BAA4A1D6F439B0889EED70F25E447B16FCA4EEA3137E10B44370',X'1E630AA6A8FE83A3D5FF28ECB4415DD14C8C611007D96C3C6F4F0F42BA9B72C6',1,NULL,'',X'2AE0B7AAE9EC627284A758D8116F1F72DE5B0F5CACB2314092B21201A7362A93',X'F40216CAFEEAD86B5359A355B9CA30CDB6BA6EAB0A2D12D16F54392E752F11B7');
INSERT INTO "audit" VALUES(5,1795684652639,1,3,X'A47E2018FD6152EA910F35C03C74A7B93F909365A04D8BBDBF4C9BAFFB6FE942',X'843F614821D1FA5D5F712EAF27B1D54B24C5874548D5065C0A06FFF0A3E5F410',1,NULL,'',X'F40216CAFEEAD86B5359A355B9CA30CDB6BA6EAB0A2D12D16F54392E752F11B7',X'3D115A8247052E576E2A44AB40F2B9B31EB28EDB7466AED7D14BE20E9D205CC7');
INSERT INTO "audit" VALUES(6,1795708444938,1,2,NULL,NULL,NULL,NULL,'from schema 5 to 6',X'3D115A8247052E576E2A44AB40F2B9B31EB28EDB7466AED7D14BE20E9D205CC7',X'8741F5182311A2327E9364F3B8235A1A115E9A8E16AFAA3E5F56EF74BF9F83DC');
INSERT INTO "audit" VALUES(7,1795708445022,1,7,NULL,X'3018847283534780CBE862CDB2133FA8E754A1AE66511F9A76E2899658E75A78',NULL,NULL,'org.example.whole 1.0.0 f9c968ea9d59bc7dfba31a4d3f33b29e3446dc02f1da63c1a46d766ca6874249',X'8741F5182311A2327E9364F3B8235A1A115E9A8E16AFAA3E5F56EF74BF9F83DC',X'5D1519D6311DE6D533DF6DAF78662CCE62856562037760591BF699594896B140');
INSERT INTO "audit" VALUES(8,1795708445044,1,8,NULL,NULL,NULL,NULL,'org.example.alcohol 1.0.0: it was named by --plugin, and no plugins.lock is beside it; org.example.whole 1.0.0: it was named by --plugin, and no plugins.lock is beside it',X'5D1519D6311DE6D533DF6DAF78662CCE62856562037760591BF699594896B140',X'7A8CD0D697E05FB96CF08C7FA68BAC2413663366882AA975BBFE2E57B069652A');
INSERT INTO "audit" VALUES(9,1795708445044,1,5,X'A37ECA86418F973395EDB21FD8172D8694AA6DCD42DD66D061F67A7AFC6FCD47',X'F44744C0DDFB6BE1C4E65028BCD19443D6DBFA4A220B90E4B3DE17DB3A9696FF',1,NULL,'',X'7A8CD0D697E05FB96CF08C7FA68BAC2413663366882AA975BBFE2E57B069652A',X'E0B76F5B6A49244C028AAE6DA46FDB7826BB1C6A9A8C75659C519D9868233C69');
INSERT INTO "audit" VALUES(10,1795708445045,1,5,X'114F1756A651489B69B9BE667387AE207F5B0A8DFB19B701DDB6C1B66FC355C8',X'D43BB9AAA68393811A847A65F0847A4F2EE04163D095A8E20861916EF1F107DA',1,NULL,'',X'E0B76F5B6A49244C028AAE6DA46FDB7826BB1C6A9A8C75659C519D9868233C69',X'0055BDFCEB8FBC39C3D1C30EA43EEC0BFCD7981D6178258F564E746465074589');
INSERT INTO "audit" VALUES(11,1795708445045,1,5,X'8D3818565C57149F9A376542FD822CD01AD38F1151B356486092984A319D68B3',X'61B647A7F7466E65CE5CA609653A0D3E21B1E87B3D02B93DA75253012D6A0783',1,NULL,'',X'0055BDFCEB8FBC39C3D1C30EA43EEC0BFCD7981D6178258F564E746465074589',X'5EDFCB6FC454871EA1204DF9E9BE2163FD7194B0059B19758D27BA67D09FA142');
CREATE TABLE card (
  assessment INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,                 -- its name within the assessment: "ranking" ...
  uuid TEXT NOT NULL,                -- made from the assessment's id and the key
  alert INTEGER,                     -- position in alert; NULL: about no single alert
  content_sha256 TEXT NOT NULL,
  unchanged INTEGER NOT NULL,
  PRIMARY KEY (assessment, channel, position),
  FOREIGN KEY (assessment, channel) REFERENCES shown (assessment, channel),
  FOREIGN KEY (assessment, alert) REFERENCES alert (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "card" VALUES(1,5,0,'alert/org.example.alcohol/withdrawal_severe','b14cc67c-5b77-5da3-8f38-ca8a04391fcd',0,'ba70851141834f3c7d4ddb8053029898267832015eae8dc7eaac04b59c956f7d',0);
INSERT INTO "card" VALUES(1,5,1,'ranking','e7d55ea6-4044-5d68-8334-9970e7f18b8e',NULL,'fbbf8775f1d9e291cdcdf5865681f389b9dfa9d396fd91045609a774ea4b5b4d',0);
INSERT INTO "card" VALUES(2,5,0,'ranking','9b627697-098d-5ae3-93f1-e66472a5ef96',NULL,'347f546bfe2760571b1d9b6fba564030d95094886ad5ab5b33990c52ab03a836',0);
INSERT INTO "card" VALUES(3,5,0,'ranking','0a9d6f38-d4d7-51fe-ac9d-77f550b18b32',NULL,'a22b1a2a451f6bc4b174188109a261c1789ef0101e0d3970ef9d0b75571eff6d',0);
CREATE TABLE cause_result (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  cause INTEGER NOT NULL REFERENCES cause_stated (id),
  rank INTEGER NOT NULL,             -- 0: not ranked
  explains_p REAL,
  explains_low REAL,
  explains_high REAL,
  present_p REAL,
  present_low REAL,
  present_high REAL,
  accounts_for_p REAL,
  accounts_for_low REAL,
  accounts_for_high REAL,
  complaint_class TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  because_of TEXT,                   -- NULL: no chain
  chain_f REAL,
  chain_head TEXT NOT NULL,
  judgement_only INTEGER NOT NULL,
  about_equal_to TEXT, evidence_cause INTEGER,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "cause_result" VALUES(1,0,1,1,1,1.98804174383023307681e-01,4.8565992459817734772e-02,5.46732348714899840658e-01,0.95,8.19679794831287611422e-01,9.87564645539316443567e-01,2.09267551982129818011e-01,5.07395615957147438912e-02,5.67162901044598211086e-01,'leg_cramp','on_record',NULL,NULL,'',0,NULL,NULL);
INSERT INTO "cause_result" VALUES(1,1,0,2,2,8.01195825616976664562e-01,8.01195825616976664562e-01,8.01195825616976664562e-01,5.00000000000000118828e-04,5.00000000000000118828e-04,5.00000000000000118828e-04,7.86325562245221210133e-01,0.351947209278704,9.61444041478091260266e-01,'leg_cramp','',NULL,NULL,'',1,NULL,NULL);
INSERT INTO "cause_result" VALUES(2,0,0,2,1,1.0,1.0,1.0,5.00000000000000118828e-04,5.00000000000000118828e-04,5.00000000000000118828e-04,7.86325562245221210133e-01,0.351947209278704,9.61444041478091260266e-01,'leg_cramp','',NULL,NULL,'',1,NULL,NULL);
CREATE TABLE cause_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  module INTEGER NOT NULL REFERENCES module (id),
  cause TEXT NOT NULL,
  family TEXT NOT NULL,
  name TEXT NOT NULL,
  action TEXT NOT NULL,
  role INTEGER NOT NULL,
  prior_p REAL,
  prior_low REAL,
  prior_high REAL,
  prior_population TEXT NOT NULL,
  prior_basis INTEGER NOT NULL
) STRICT;
INSERT INTO "cause_stated" VALUES(1,'ccd6d2b372fae33eefd5fe15c7c85420e594f0b0a31435526ee59caef8021c6c',2,'chronic_disease.alcohol','chronic_disease','Harmful alcohol use','',1,0.0,0.0,0.0,'',2);
INSERT INTO "cause_stated" VALUES(2,'0ba7911764c767a5182c9e2101455901615f502200947a932db54fd034547438',1,'idiopathic.nocturnal_leg_cramps','idiopathic','Idiopathic nocturnal leg cramps','',1,0.0,0.0,0.0,'',2);
CREATE TABLE concept_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  concept TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  original_unit TEXT NOT NULL,
  original_code TEXT NOT NULL,
  derived_from TEXT NOT NULL
) STRICT;
INSERT INTO "concept_stated" VALUES(1,'d741c8e01f54aefe72f2d8ee4604bfb2712bfa1379c5ea9bccc85ab77aa2e91f','symptom.cramp.nocturnal','Nocturnal leg cramp','','','90392009','');
INSERT INTO "concept_stated" VALUES(2,'7ba1182d2af98db21804e84649d585fda944dde4d57137e6071f3a6b53ba6fc8','condition.alcohol_withdrawal','Alcohol withdrawal','','','','');
INSERT INTO "concept_stated" VALUES(3,'d07edd7a05fc432c75e18489d31a2ff4aeef48f6c8ba064ebdbc65c30aad3a3c','symptom.confusion','Confusion','','','','');
INSERT INTO "concept_stated" VALUES(4,'244003454e1fafe3e5847a49cc98416cd3fe1cd1cb4da011658dfc01c9769cc4','condition.alcohol_use','Harmful alcohol use','','','66590003','');
INSERT INTO "concept_stated" VALUES(5,'34cac4f285eb85f1cf7f8eb76b71a35a5d0eb6a9243374e26909ce70f25b7211','symptom.cramp.relieved_by_stretching','Cramp relieved by stretching','','','','');
INSERT INTO "concept_stated" VALUES(6,'d7090a6d356d099d24d1f2b92f87ec8206e85d97aa221ed95c34f4b3c99b89eb','sign.leg_swelling.unilateral','Swelling of one leg','','','','');
INSERT INTO "concept_stated" VALUES(7,'bb9f7ff3dd42efb6c735aa3bc6dfcae1ee24eecb24c939ed62fdc00e9bdf51ce','symptom.cramp.leg','Leg cramp','','','449917004','');
INSERT INTO "concept_stated" VALUES(8,'0d55ad78490f8596fa1191225f43d9cddef34277b2a567ad2afdd2b40930ebbd','lab.potassium','Potassium','mmol/L','mmol/L','2823-3','');
CREATE TABLE config (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;
INSERT INTO "config" VALUES(1,'26cb6fdd9f650ffc597cbc2bd02134e9312769250a85882c8afa80af8673a02f','{"model": {"accounts_for_cap": 0.95, "advice_threshold": 0.05, "ask_false_positive_other": 0.1, "ask_false_positive_symptom": 0.3, "ask_most_sensitive": 0.9, "chain_fraction_cap": 0.8, "expert_lr_minimal": 1.15, "expert_lr_moderate": 3, "expert_lr_strong": 6, "expert_lr_weak": 1.5, "expert_range_factor": 3, "grade_minimal": [0.03, 0.005, 0.1], "grade_moderate": [0.45, 0.2, 0.7], "grade_strong": [0.8, 0.5, 0.95], "grade_weak": [0.15, 0.05, 0.35], "judgement_only_cap": 0.8, "leading_causes": 5, "must_not_miss": 0.01, "shift_cap_millibans": 3000, "shrinkage_t": 0.5, "small_study": 100, "sufficient_explanation": 0.15, "unpublished_se": 0.25, "unpublished_se_small": 0.35}}');
CREATE TABLE evidence (
  assessment INTEGER NOT NULL,
  cause INTEGER NOT NULL,            -- position in cause_result
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  rule INTEGER NOT NULL REFERENCES rule_stated (id),
  counted INTEGER NOT NULL,
  weight_millibans INTEGER NOT NULL,
  lr REAL,
  facts TEXT,                        -- positions in fact
  text TEXT,                         -- NULL: as in rule_stated
  missing TEXT,                      -- NULL: as in rule_stated
  PRIMARY KEY (assessment, cause, position),
  FOREIGN KEY (assessment, cause) REFERENCES cause_result (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "evidence" VALUES(1,0,0,1,1,1,176,1.5,'[0]',NULL,NULL);
INSERT INTO "evidence" VALUES(1,1,0,0,2,1,477,3.0,'[0]',NULL,NULL);
INSERT INTO "evidence" VALUES(1,1,1,0,3,1,176,1.5,NULL,NULL,NULL);
INSERT INTO "evidence" VALUES(2,0,0,0,2,1,477,3.0,'[0]',NULL,NULL);
INSERT INTO "evidence" VALUES(2,0,1,0,4,2,477,3.0,'[1]',NULL,NULL);
INSERT INTO "evidence" VALUES(2,0,2,0,3,1,176,1.5,NULL,NULL,NULL);
CREATE TABLE fact (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  concept INTEGER NOT NULL REFERENCES concept_stated (id),
  state INTEGER NOT NULL,
  comparator INTEGER NOT NULL,
  value REAL,
  time_ms INTEGER,
  start_ms INTEGER,
  age_days REAL,
  reference_low REAL,
  reference_high REAL,
  laterality TEXT NOT NULL,
  source TEXT NOT NULL,
  matched_text TEXT NOT NULL,
  original_value REAL,
  quality INTEGER NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "fact" VALUES(1,0,1,1,0,NULL,1795219199999,1788220800000,0.0,NULL,NULL,'','Condition/night-cramps','',NULL,0);
INSERT INTO "fact" VALUES(1,1,2,1,0,NULL,1795219199999,1795046400000,0.0,NULL,NULL,'','Condition/withdrawal','Alcohol withdrawal',NULL,0);
INSERT INTO "fact" VALUES(1,2,3,1,0,NULL,1795186800000,NULL,3.74999988425925911972e-01,NULL,NULL,'','Observation/confusion','Confusion',NULL,0);
INSERT INTO "fact" VALUES(1,3,4,1,0,NULL,1795219199999,1420070400000,0.0,NULL,NULL,'','Condition/alcohol','',NULL,0);
INSERT INTO "fact" VALUES(2,0,1,1,0,NULL,1795219199999,1756684800000,0.0,NULL,NULL,'','Condition/night-cramps','',NULL,0);
INSERT INTO "fact" VALUES(2,1,5,1,0,NULL,1795219199999,NULL,0.0,NULL,NULL,'','Observation/stretching','Relieved by stretching',NULL,0);
INSERT INTO "fact" VALUES(2,2,6,2,0,NULL,1795219199999,NULL,0.0,NULL,NULL,'','Observation/swelling','Unilateral leg swelling',NULL,0);
INSERT INTO "fact" VALUES(3,0,7,1,0,NULL,1795219199999,NULL,0.0,NULL,NULL,'','Condition/cramps','',NULL,0);
INSERT INTO "fact" VALUES(3,1,8,1,0,41.0,1795165200000,NULL,0.624999988425926,NULL,NULL,'','Observation/potassium','',41.0,128);
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY,
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  about TEXT NOT NULL,               -- "org.causa.electrolytes/potassium_low", or a card's key
  alert INTEGER,                     -- position in alert; NULL: about no single alert
  card TEXT NOT NULL,                -- UUID; '': given on the alert, not on a card
  outcome INTEGER NOT NULL,
  reason_system TEXT NOT NULL,
  reason_code TEXT NOT NULL,         -- '': none was given
  reason_display TEXT NOT NULL,
  comment TEXT NOT NULL,
  user TEXT NOT NULL,
  suggestions TEXT,                  -- ids of those that were accepted
  outcome_ms INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  UNIQUE (assessment, about, outcome_ms, outcome),
  FOREIGN KEY (assessment, alert) REFERENCES alert (assessment, position)
) STRICT;
INSERT INTO "feedback" VALUES(1,1,'org.example.alcohol/withdrawal_severe',0,'',2,'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes','cds-not-applicable','PC CDS does not apply to patient','seen already','dr.house',NULL,1795248000000,1795670819123);
CREATE TABLE finding (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  finding INTEGER NOT NULL REFERENCES finding_stated (id),
  place TEXT NOT NULL,               -- '': the record as a whole
  message TEXT NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "finding" VALUES(3,0,1,'Observation/potassium','Potassium 41 mmol/L is outside the plausible range 1 to 12 mmol/L');
CREATE TABLE finding_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  finding TEXT NOT NULL,             -- "value.implausible"
  severity INTEGER NOT NULL,         -- core/lint/finding.hpp
  safety INTEGER NOT NULL,
  cure TEXT NOT NULL
) STRICT;
INSERT INTO "finding_stated" VALUES(1,'d80f728a29c00d0792b6470373f0748b3f1ec5de5d7b66c572241368baa06cca','value.implausible',3,1,'may be 4.1 mmol/L with its decimal point lost; check the unit and the decimal point');
CREATE TABLE forgetting (assessment INTEGER PRIMARY KEY) STRICT;
CREATE TABLE forgotten (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  times INTEGER NOT NULL
) STRICT;
INSERT INTO "forgotten" VALUES(1,0);
CREATE TABLE ignored (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  examples TEXT,
  grouped INTEGER NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "ignored" VALUES(3,0,'Observation','Potassium 41 mmol/L is outside the plausible range 1 to 12 mmol/L: may be 4.1 mmol/L with its decimal point lost; check the unit and the decimal point',1,'["Observation/potassium"]',0);
CREATE TABLE module (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,       -- of id, version, the file's digest and the manifest
  module_id TEXT NOT NULL,           -- "org.causa.electrolytes"
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,              -- of the file
  manifest TEXT                      -- JSON; NULL: refused or absent, never read
) STRICT;
INSERT INTO "module" VALUES(1,'56422850273166c972446d7f170b46ab86bdd88f4f49368539209700aaf9fca6','org.causa.core','1.0.0','9798a09b2041aa6023b49106508ed8b8e21a1bc5b10a54a5da7f8696851e4437','{"schema":"causa.manifest/1","id":"org.causa.core","version":"1.0.0","title":"Idiopathic leg cramps, vital signs and general advice","intended_use":"States what holds for any adult with a leg complaint whatever modules are loaded. It does not diagnose shock, sepsis or lung disease; it says that they must be looked for now.","attributes":{"developer":"causa project","license":"Apache-2.0","released":"2026-11-23","reviewed":{"by":null,"on":null,"until":null},"funding":"none","population":"adults with a leg complaint","uses":["age","sex"]},"sources":[{"id":"allen2012","citation":"Allen RE, Kirby KA. Nocturnal leg cramps. Am Fam Physician 2012;86(4):350-355","year":2012,"pmid":"22963024","url":"https://studyres.com/doc/7178856/nocturnal-leg-cramps---american-academy-of-family-physicians","verified":true},{"id":"bcrenal","citation":"BC Provincial Renal Agency: Management of muscle cramps in patients with chronic kidney disease","url":"https://info.5y1.org/best-medication-for-leg-cramps_1_8393e0.html","verified":true,"seen":"copy of the leaflet text"},{"id":"cks2012","citation":"NICE Clinical Knowledge Summary: Leg cramps (stored version, revised September 2012)","year":2012,"url":"http://cks.nice.org.uk/leg-cramps","verified":true,"seen":"abstract/page"},{"id":"cochrane_mg2020","citation":"Garrison SR, Korownyk CS, Kolber MR, et al. Magnesium for skeletal muscle cramps. Cochrane Database Syst Rev 2020;9:CD009402","year":2020,"doi":"10.1002/14651858.CD009402.pub3","url":"https://pmc.ncbi.nlm.nih.gov/articles/PMC7025716/table/CD009402-tbl-0001","verified":true,"seen":"Summary-of-findings numbers read from the table of the 2012 version (PMC7025716); abstract of 2020 version seen at painpluscpn.ca and cochranelibrary.com"},{"id":"coppin2005","citation":"Coppin RJ, Wicke DM, Little PS. Managing nocturnal leg cramps: calf-stretching exercises and cessation of quinine treatment: a factorial RCT. Br J Gen Pract 2005;55(512):186-191","year":2005,"pmid":"15808033","url":"https://pmc.ncbi.nlm.nih.gov/articles/PMC1463088/?term=%22Br+J+Gen+Pract%22%5Bjour%5D","verified":true,"seen":"abstract/page"},{"id":"delacour2018","citation":"Delacour C, et al. Alcohol consumption and nocturnal leg cramps in patients over 60: case-control study. Ann Fam Med 2018;16(4):296","year":2018,"url":"https://www.annfammed.org/content/16/4/296.full","verified":true,"seen":"abstract/page"},{"id":"delacour2020","citation":"Delacour C, Chambe J, Lefebvre F, et al. Association between physical activity and nocturnal leg cramps in patients over 60 years old: a case-control study. Sci Rep 2020;10:2638","year":2020,"doi":"10.1038/s41598-020-59312-9","url":"https://ouci.dntb.gov.ua/en/works/4KoD3K34","verified":true,"seen":"abstract/page"},{"id":"eltawil2015","citation":"El-Tawil S, Al Musa T, Valli H, Lunn MPT, Brassington R, El-Tawil T, Weber M. Quinine for muscle cramps. Cochrane Database Syst Rev 2015;CD005044.pub3","year":2015,"doi":"10.1002/14651858.CD005044.pub3","pmid":"25842375","url":"https://pmc.ncbi.nlm.nih.gov/articles/PMC11055607/?term=%22Cochrane+Database+Syst+Rev%22%5Bjour%5D","verified":true,"seen":"abstract/page"},{"id":"fardet_mims","citation":"MIMS report of the JAMA 2017 THIN cohort: quinine >=1 year and mortality (adj HR 1.24)","year":2017,"url":"https://www.mims.co.uk/quinine-muscle-cramps-linked-increased-mortality/musculoskeletal-disorders/article/1434246","verified":true,"seen":"secondary"},{"id":"fda2009box","citation":"FDA safety labelling change, November 2009: Qualaquin boxed warning","year":2009,"url":"http://www.fda.gov/Safety/MedWatch/SafetyInformation/ucm194391.htm","verified":true,"seen":"abstract/page"},{"id":"fda_quinine2010","citation":"FDA Drug Safety Communication 2010-07-08: New risk management plan and patient Medication Guide for Qualaquin (quinine sulfate)","year":2010,"url":"http://www.fda.gov/Drugs/DrugSafety/PostmarketDrugSafetyInformationforPatientsandProviders/ucm218202.htm","verified":true},{"id":"garrison2012","citation":"Garrison SR, Dormuth CR, Morrow RL, Carney GA, Khan KM. Nocturnal leg cramps and prescription use that precedes them: a sequence symmetry analysis. Arch Intern Med 2012;172:120-126","year":2012,"doi":"10.1001/archinternmed.2011.1029","pmid":"22157068","url":"https://api-pubmed-ncbi.laibokeji.com/22157068","verified":true,"seen":"Adjusted sequence ratios read in abstract; DOI read at citizendium page; authors read there too"},{"id":"grandner2017","citation":"Grandner MA, Winkelman JW. Nocturnal leg cramps: prevalence and associations with demographics, sleep disturbance symptoms, medical conditions, and cardiometabolic risk factors. PLoS ONE 2017;12(6):e0178465","year":2017,"doi":"10.1371/journal.pone.0178465","pmid":"28586374","url":"https://pmc.ncbi.nlm.nih.gov/articles/PMC5460850","verified":true,"seen":"abstract/page"},{"id":"hallegraeff2012","citation":"Hallegraeff JM, van der Schans CP, de Ruiter R, de Greef MHG. Stretching before sleep reduces the frequency and severity of nocturnal leg cramps in older adults: a randomised trial. J Physiother 2012;58(1):17-22","year":2012,"doi":"10.1016/S1836-9553(12)70068-1","pmid":"22341378","url":"https://pubmed.ncbi.nlm.nih.gov/22341378/","verified":true},{"id":"hallegraeff2017","citation":"Hallegraeff J, de Greef M, Krijnen W, van der Schans C. Criteria in diagnosing nocturnal leg cramps: a systematic review. BMC Fam Pract 2017;18:29","year":2017,"doi":"10.1186/s12875-017-0600-x","url":"http://bmcfampract.biomedcentral.com/articles/10.1186/s12875-017-0600-x","verified":true,"seen":"abstract/page"},{"id":"hawke2021","citation":"Non-drug therapies for the secondary prevention of lower limb muscle cramps. Cochrane Database Syst Rev 2021;5:CD008496","year":2021,"doi":"10.1002/14651858.CD008496.pub3","pmid":"33998664","url":"https://cochranelibrary.com/cdsr/doi/10.1002/14651858.CD008496.pub3","verified":true,"seen":"Author (Hawke) from memory; abstract read"},{"id":"katzberg2010","citation":"Katzberg HD, Khan AH, So YT. Assessment: symptomatic treatment for muscle cramps (an evidence-based review). Neurology 2010;74(8):691-696","year":2010,"doi":"10.1212/WNL.0b013e3181d0ccca","pmid":"20177124","url":"https://stanfordhealthcare.org/publications/900/90019.html","verified":true},{"id":"mhra_quinine","citation":"MHRA Drug Safety Update: quinine not to be used routinely for nocturnal leg cramps (2010/2014) and QT reminder (2017), as reproduced by a UK formulary and MIMS/GPonline","year":2017,"url":"https://www.formularywkccgmtw.co.uk/therapeutic-sections/musculoskeletal-system/neuromuscular-disorders/nocturnal-leg-cramps/","verified":true,"seen":"secondary"},{"id":"miller2022","citation":"Miller KC, et al. An evidence-based review of the pathophysiology, treatment, and prevention of exercise-associated muscle cramps. J Athl Train 2022","year":2022,"url":"https://pmc.ncbi.nlm.nih.gov/articles/PMC8775277","verified":true,"seen":"Abstract seen; citation details from memory"},{"id":"nhs_legcramps","citation":"NHS leg cramps page (re-post): self-care, GP if sleep disturbed or numbness/swelling, urgent if >10 min or tetanus risk","url":"https://www.doctoori.net/health-information/health-resources-a-z/conditions/?condition=leg-cramps","verified":true},{"id":"nsf_icsd","citation":"National Sleep Foundation sleep disorders handbook: assessment and diagnosis of sleep-related leg cramps (ICSD)","url":"https://sleepdisorders.thensf.org/chapter-7-sleep-related-movement-disorders/sleep-related-leg-cramps/assessment-and-diagnosis-of-sleep-related-leg-cramps/","verified":true,"seen":"abstract/page"},{"id":"tan2024","citation":"Tan J, Zhu R, Li Y, et al. Vitamin K2 in managing nocturnal leg cramps: a randomized clinical trial. JAMA Intern Med 2024","year":2024,"doi":"10.1001/jamainternmed.2024.5726","pmid":"39466236","url":"https://pubmed.ncbi.nlm.nih.gov/39466236/","verified":true},{"id":"judgement","citation":"Judgement of the module''s authors; no published source","verified":false}],"terminology":[{"id":"sign.hypotension","name":"Low blood pressure","text":["hypotensive","hypotension","low blood pressure"]},{"id":"sign.shock","name":"Shock","text":["hypovolemic shock","septic shock","in shock","thready pulse"]},{"id":"sign.muscle_rigidity_jaw_trunk","name":"Rigid spasm of jaw or trunk","text":["lockjaw","trismus","opisthotonus","rigid jaw","rigid trunk"]},{"id":"symptom.cramp.prolonged","name":"Cramp over 10 minutes not eased by stretching","is_a":["symptom.cramp"],"complaint":["leg_cramp"],"text":["prolonged cramp","cramp lasting more than 10 minutes"]},{"id":"symptom.cramp.brief","name":"Cramp of seconds to 10 minutes","is_a":["symptom.cramp"],"complaint":["leg_cramp"],"text":["brief cramp","brief cramps","cramp of seconds to minutes","cramps lasting seconds to minutes"]},{"id":"symptom.cramp.calf_or_foot","name":"Cramp in the calf or foot","is_a":["symptom.cramp.leg"],"complaint":["leg_cramp"],"text":["calf or foot cramp","cramp of the calf or foot","foot cramp","foot cramps"]},{"id":"symptom.cramp.thigh","name":"Cramp in the thigh or hamstrings","is_a":["symptom.cramp.leg"],"complaint":["leg_cramp"],"text":["thigh cramp","thigh cramps","hamstring cramp","hamstring cramps"]},{"id":"symptom.cramp.intense","name":"Intensely painful cramp","is_a":["symptom.cramp"],"complaint":["leg_cramp"],"text":["intense cramp","intensely painful cramp","intensely painful cramps"]},{"id":"symptom.cramp.soreness_after","name":"Soreness that stays after the cramp","text":["soreness after the cramp","persisting soreness after cramps"]},{"id":"symptom.cramp.wakes","name":"Cramp that wakes from sleep","is_a":["symptom.cramp.nocturnal"],"complaint":["leg_cramp"],"text":["cramp wakes from sleep","cramps wake from sleep","woken by cramps","awakened by cramps","woken by leg cramps","awakened by leg cramps","wakes up with leg cramps","wakes up with cramps","wakes with leg cramps","cramps wake me","leg cramps wake me"]},{"id":"symptom.cramp.distress","name":"Distress from the cramps","text":["distress from cramps","cramps cause distress"]},{"id":"condition.postpartum","name":"Within 6 weeks after birth","text":["postpartum","post-partum","puerperium","weeks after birth","weeks after delivery","days after delivery","days after birth","weeks after giving birth","weeks after childbirth"]},{"id":"condition.g6pd_deficiency","name":"G6PD deficiency","text":["g6pd deficiency","glucose-6-phosphate dehydrogenase deficiency"]},{"id":"drug.vitamin_k_antagonist","name":"Warfarin and other vitamin K antagonists","text":["warfarin","coumadin","acenocoumarol","phenprocoumon"],"codes":[{"system":"ATC","code":"B01AA","match":"prefix","verified":false},{"system":"RxNorm","code":"11289","verified":false}]},{"id":"history.wound_contaminated","name":"Contaminated wound in recent weeks","text":["contaminated wound","dirty wound","tetanus prone wound"]},{"id":"history.chemotherapy","name":"Chemotherapy in the last 6 weeks","text":["on chemotherapy","receiving chemotherapy","undergoing chemotherapy","chemotherapy cycle"]},{"id":"condition.cancer.hematologic","name":"Leukemia or lymphoma","is_a":["condition.cancer.active"],"text":["leukemia","acute myeloid leukemia","acute myelogenous leukemia","acute lymphoblastic leukemia","lymphoma","multiple myeloma"]},{"id":"history.steroid_use","name":"Long-term steroid use","text":["long-term steroids","chronic steroid use","steroid dependent"]},{"id":"history.quinine_reaction","name":"Reaction to quinine","text":["quinine allergy","reaction to quinine"]}],"facts":[{"id":"score.shock_index","type":"number","unit":"{ratio}"},{"id":"lab.calcium.adjusted","type":"number","unit":"mmol/L"}],"causes":[{"id":"idiopathic.nocturnal_leg_cramps","name":"Idiopathic nocturnal leg cramps","role":"cause","codes":[{"system":"ICD10CM","code":"G47.62","verified":true},{"system":"SNOMED","code":"90392009","verified":true},{"system":"SNOMED","code":"102549009","verified":true}],"pattern":"(symptom.cramp.nocturnal or (symptom.cramp.brief and symptom.cramp.calf_or_foot and at least 5 of (symptom.cramp.intense, symptom.cramp.brief, symptom.cramp.calf_or_foot, not symptom.cramp.thigh, symptom.cramp.soreness_after, symptom.cramp.wakes, symptom.cramp.distress))) and (symptom.cramp.prolonged is unknown or symptom.cramp.prolonged is absent) and not ((symptom.leg_pain.exertional is known and symptom.leg_pain.exertional) or (symptom.paresthesia.leg is known and symptom.paresthesia.leg) or (symptom.back_pain is known and symptom.back_pain and symptom.leg_pain is known and symptom.leg_pain) or (symptom.weakness is known and symptom.weakness) or (symptom.weight_loss is known and symptom.weight_loss) or (symptom.dark_urine is known and symptom.dark_urine) or (symptom.fever is known and symptom.fever) or (sign.leg_swelling is known and sign.leg_swelling) or (sign.pulse.reduced is known and sign.pulse.reduced) or (sign.sensation_reduced is known and sign.sensation_reduced) or (sign.ankle_reflex_reduced is known and sign.ankle_reflex_reduced) or (sign.hyperreflexia is known and sign.hyperreflexia) or (sign.muscle_wasting is known and sign.muscle_wasting) or (sign.tetany is known and sign.tetany))","accounts_for":{"leg_cramp":{"grade":"moderate","sources":["judgement"]}}}],"rules":[{"id":"criteria_of_night_cramps","cause":"idiopathic.nocturnal_leg_cramps","about":"explains","when":"symptom.cramp.brief and symptom.cramp.calf_or_foot and at least 5 of (symptom.cramp.intense, symptom.cramp.brief, symptom.cramp.calf_or_foot, not symptom.cramp.thigh, symptom.cramp.soreness_after, symptom.cramp.wakes, symptom.cramp.distress)","strength":{"holds":"strong for"},"group":"idiopathic.criteria","basis":"expert","sources":["hallegraeff2017","judgement"],"text":"brief cramps of calf or foot with five of the seven characteristics of night cramps"},{"id":"wakes_from_sleep","cause":"idiopathic.nocturnal_leg_cramps","about":"explains","when":"symptom.cramp.nocturnal","strength":{"holds":"moderate for"},"group":"idiopathic.criteria","basis":"expert","sources":["hallegraeff2017","judgement"],"text":"cramps come at night"},{"id":"hard_muscle_that_stretches","cause":"idiopathic.nocturnal_leg_cramps","about":"explains","when":"symptom.cramp.relieved_by_stretching","strength":{"holds":"moderate for"},"group":"idiopathic.criteria","basis":"expert","sources":["nsf_icsd","judgement"],"text":"stretching relieves them"},{"id":"examination_normal","cause":"idiopathic.nocturnal_leg_cramps","about":"explains","when":"sign.pulse.normal and not sign.leg_swelling and not symptom.weakness and not sign.sensation_reduced","strength":{"holds":"strong for"},"group":"idiopathic.examination","basis":"expert","sources":["cks2012","judgement"],"text":"pulses, strength and feeling normal, no swelling"},{"id":"tests_normal","cause":"idiopathic.nocturnal_leg_cramps","about":"explains","when":"135 <= lab.sodium <= 145 mmol/L and 3.5 <= lab.potassium <= 5.3 mmol/L and lab.magnesium >= 0.7 mmol/L and 2.2 <= lab.calcium.adjusted <= 2.6 mmol/L and lab.egfr >= 60 mL/min/{1.73_m2}","strength":{"holds":"moderate for"},"group":"idiopathic.examination","basis":"expert","sources":["cks2012","judgement"],"text":"sodium, potassium, magnesium, calcium and kidney function normal"},{"id":"creatine_kinase_high","cause":"idiopathic.nocturnal_leg_cramps","about":"explains","when":"lab.ck >= 1000 U/L","strength":{"holds":"moderate against"},"group":"idiopathic.examination","basis":"expert","sources":["cks2012","judgement"],"text":"creatine kinase {lab.ck}: a muscle is injured"},{"id":"sixty_and_over","cause":"idiopathic.nocturnal_leg_cramps","about":"explains","when":"age >= 60 years","strength":{"holds":"weak for"},"group":"idiopathic.age","basis":"expert","sources":["grandner2017","judgement"],"text":"60 or older (night cramps become commoner with age)"}],"alerts":[{"id":"shock_low_pressure","when":"(vital.blood_pressure.systolic < 90 mm[Hg] or sign.hypotension) and (symptom.vomiting or symptom.diarrhea or condition.dehydration or condition.hypovolemia or condition.heat_illness or symptom.fever or vital.temperature >= 38 Cel or sign.hyperpigmentation or condition.adrenal_insufficiency or drug.corticosteroid or history.steroid_use)","urgency":"emergency","title":"Low blood pressure with fluid loss, fever or possible adrenal crisis","action":"Treat as shock: emergency services, intravenous access and fluid, glucose, sodium, potassium and lactate. Darkened skin, steroid use or known adrenal disease: treat as adrenal crisis without waiting for a cortisol result.","basis":"expert","sources":["judgement"]},{"id":"shock_index","when":"(symptom.vomiting or symptom.diarrhea or condition.dehydration or condition.hypovolemia or condition.heat_illness or symptom.fever or vital.temperature >= 38 Cel or sign.hyperpigmentation or condition.adrenal_insufficiency or drug.corticosteroid or history.steroid_use) and (score.shock_index >= 1 or (vital.heart_rate >= 90 /min and vital.blood_pressure.systolic <= 90 mm[Hg]) or (vital.heart_rate >= 95 /min and vital.blood_pressure.systolic <= 95 mm[Hg]) or (vital.heart_rate >= 100 /min and vital.blood_pressure.systolic <= 100 mm[Hg]) or (vital.heart_rate >= 105 /min and vital.blood_pressure.systolic <= 105 mm[Hg]) or (vital.heart_rate >= 110 /min and vital.blood_pressure.systolic <= 110 mm[Hg]) or (vital.heart_rate >= 115 /min and vital.blood_pressure.systolic <= 115 mm[Hg]) or (vital.heart_rate >= 120 /min and vital.blood_pressure.systolic <= 120 mm[Hg]) or (vital.heart_rate >= 130 /min and vital.blood_pressure.systolic <= 130 mm[Hg]) or (vital.heart_rate >= 140 /min and vital.blood_pressure.systolic <= 140 mm[Hg]))","urgency":"emergency","title":"Heart rate at or above systolic pressure with fluid loss, fever or possible adrenal crisis","action":"Treat as early shock even if the pressure looks acceptable: emergency assessment now, repeat both readings, intravenous access, glucose, sodium, potassium and lactate.","basis":"expert","sources":["judgement"]},{"id":"shock_in_words","when":"sign.shock","urgency":"emergency","title":"Shock described in the text","action":"Emergency services now; confirm blood pressure and heart rate and record them.","basis":"expert","sources":["judgement"]},{"id":"fever_on_chemotherapy","when":"(vital.temperature >= 38 Cel or symptom.fever) and (history.chemotherapy or drug.platinum_chemotherapy or drug.vinca_taxane or condition.cancer.active)","urgency":"emergency","title":"Fever in a person treated for cancer","action":"Treat as neutropenic sepsis until the blood count is known: emergency department now, blood count and cultures, antibiotics within the local time limit.","basis":"expert","sources":["judgement"]},{"id":"oxygen_saturation_critical","when":"vital.spo2 < 90 %","urgency":"emergency","title":"Oxygen saturation below 90 %","action":"Check the probe and repeat; emergency assessment and oxygen by local protocol. With a leg complaint think of pulmonary embolism. In known chronic lung disease compare with the person''s usual value.","basis":"expert","sources":["judgement"]},{"id":"oxygen_saturation_low","when":"90 <= vital.spo2 < 94 %","urgency":"same-day","title":"Oxygen saturation 90-93 %","action":"Same-day assessment for the cause (embolism, infection, heart failure), unless this is the person''s known usual value.","basis":"expert","sources":["judgement"]},{"id":"rigid_spasm","when":"sign.muscle_rigidity_jaw_trunk","urgency":"emergency","title":"Rigid spasm of jaw, neck or trunk","action":"Emergency department now: tetanus, strychnine, dystonia or stiff person syndrome.","basis":"expert","sources":["judgement"]},{"id":"cramp_after_wound","when":"symptom.cramp and history.wound_contaminated","urgency":"urgent","title":"Cramps after a contaminated wound","action":"Same or next day review for tetanus; check the vaccination record.","basis":"guideline","sources":["nhs_legcramps"]},{"id":"cramp_prolonged","when":"symptom.cramp.prolonged","urgency":"urgent","title":"Cramp over 10 minutes that stretching does not ease","action":"Same or next day review: look for a clot, ischemia, compartment syndrome, tetany and low calcium or magnesium.","basis":"guideline","sources":["nhs_legcramps"]},{"id":"cramp_severe_or_persistent","when":"symptom.cramp and symptom.severe_or_persistent","urgency":"routine","title":"Severe, frequent or persistent cramps","action":"Primary care review within 1-2 weeks if cramps come three times a week or more, wake the person most nights, or have not settled after 4-6 weeks of self-care: examination, medicine review, blood tests aimed at what is found.","basis":"guideline","sources":["cks2012"]}],"advice":[{"id":"stretch_during_cramp","kind":"self-care","for":"any","complaint":["leg_cramp"],"tags":["stretching"],"text":"During a cramp: straighten the knee and pull the toes and foot gently towards you, or stand and press the heel down; hold until it lets go. Soreness may last to the next day.","basis":"guideline","sources":["nhs_legcramps","miller2022"]},{"id":"massage_after_cramp","kind":"self-care","for":"any","complaint":["leg_cramp"],"tags":["massage"],"text":"Massage the muscle gently once the cramp has let go.","basis":"guideline","sources":["nhs_legcramps"]},{"id":"warmth_or_cold_after_cramp","kind":"self-care","for":"any","complaint":["leg_cramp"],"tags":["heat","cold"],"text":"Warmth or ice on the sore muscle afterwards may soothe. Painkillers act too slowly to end the cramp itself.","basis":"guideline","sources":["bcrenal","nhs_legcramps"]},{"id":"see_a_doctor","kind":"medical","for":"any","complaint":["leg_cramp"],"text":"See a doctor if cramps disturb sleep or come with numbness, weakness or swelling; see one urgently if a cramp lasts over 10 minutes or follows a dirty wound.","basis":"guideline","sources":["nhs_legcramps"]},{"id":"reassure_idiopathic","kind":"self-care","for":"idiopathic.nocturnal_leg_cramps","text":"Night cramps are common and harmless and can settle by themselves.","basis":"guideline","sources":["cks2012"]},{"id":"stretch_before_bed","kind":"prevention","for":"idiopathic.nocturnal_leg_cramps","tags":["stretching"],"text":"Stretch calves and hamstrings of both legs just before bed for at least 6 weeks: hold 10 seconds, relax 10, three times each, about 3 minutes. One trial of 80 adults over 55 found 1.2 fewer cramps a night (0.6-1.8); another, of 191 quinine users, found no effect. It is safe; do not promise.","basis":"measured","sources":["hallegraeff2012","coppin2005","hawke2021"]},{"id":"shoes_covers_movement","kind":"prevention","for":"idiopathic.nocturnal_leg_cramps","tags":["footwear","posture"],"text":"Supportive shoes, loose bed covers, and breaks in long sitting or standing may help; no trial seen.","basis":"expert","sources":["bcrenal","judgement"]},{"id":"activity_and_alcohol","kind":"prevention","for":"idiopathic.nocturnal_leg_cramps","tags":["exercise"],"text":"Stay active and limit alcohol: cramps are associated with a sedentary life and with alcohol; whether changing them helps is not known.","basis":"measured","sources":["delacour2020","delacour2018"]},{"id":"review_medicines_first","kind":"prevention","for":"any","complaint":["leg_cramp"],"tags":["drug_change"],"text":"Review the medicines with the prescriber before adding any: the most useful single step for people on a long-acting beta-agonist, a potassium-sparing or a thiazide diuretic.","basis":"measured","sources":["garrison2012"]},{"id":"magnesium_rarely_helps","kind":"medical","for":"idiopathic.nocturnal_leg_cramps","text":"Oral magnesium is unlikely to help older adults whose magnesium is normal (0.01 cramps a week difference, -0.52 to 0.55); diarrhea is the main harm. Replace magnesium only when it is low.","basis":"measured","sources":["cochrane_mg2020"]},{"id":"quinine_not_for_cramps","kind":"medical","for":"any","complaint":["leg_cramp"],"text":"Do not start quinine for leg cramps, nor advise tonic water: it reduces them modestly (28 % fewer in two weeks) but can cause fatal low platelets, hemolytic uremic syndrome and arrhythmia. A person already on it: review with the prescriber; bruising or fever on quinine is an emergency.","basis":"guideline","sources":["fda_quinine2010","fda2009box","katzberg2010","eltawil2015"]},{"id":"quinine_already_taken","kind":"medical","for":"any","complaint":["leg_cramp"],"tags":["drug_change"],"when":"drug.quinine","text":"On quinine now: the UK regulator allows it only for very painful and frequent cramps after other causes are excluded and other measures failed; stop after 4 weeks without benefit, interrupt it every 3 months, mind the QT interval. Use for a year or more went with a higher mortality (adjusted hazard ratio 1.24). Review with the prescriber.","basis":"guideline","sources":["mhra_quinine","fardet_mims"]},{"id":"rarely_useful_drugs","kind":"medical","for":"idiopathic.nocturnal_leg_cramps","tags":["supplement","drug_change"],"text":"If cramps disable and nothing else helped: vitamin B complex, naftidrofuryl and diltiazem are rated only possibly effective, each on one small study.","basis":"guideline","sources":["katzberg2010"]},{"id":"vitamin_k2","kind":"medical","for":"idiopathic.nocturnal_leg_cramps","tags":["supplement","vitamin_k"],"text":"Vitamin K2 (menaquinone-7, 180 micrograms a night) gave 0.96 against 3.63 cramps a week in one trial of people of 65 and over, whose untreated arm got worse. Nobody has repeated it; people on diuretics or warfarin were excluded.","basis":"measured","sources":["tan2024"]},{"id":"workup_history_and_examination","kind":"workup","for":"any","text":"First: site, timing, duration, trigger and relief; every medicine with start date and last dose change; blood pressure and pulse lying and standing; foot pulses, calf girth and tenderness, strength, reflexes, sensation, fasciculation.","basis":"guideline","sources":["allen2012","cks2012"]},{"id":"workup_no_panel","kind":"workup","for":"idiopathic.nocturnal_leg_cramps","text":"Typical night cramps with a normal examination need no panel of blood tests.","basis":"guideline","sources":["allen2012","cks2012"]},{"id":"workup_bloods_when_suspected","kind":"workup","for":"any","complaint":["leg_cramp"],"when":"drug.thiazide or drug.thiazide_like or drug.loop_diuretic or drug.potassium_sparing or drug.diuretic_combination or drug.proton_pump_inhibitor or drug.statin or drug.laba or drug.ace_inhibitor or drug.arb or symptom.vomiting or symptom.diarrhea or condition.dialysis or symptom.weakness or symptom.paresthesia or sign.tetany or symptom.cramp.elsewhere or (age >= 60 years and symptom.severe_or_persistent)","text":"There is a reason to test: sodium, potassium, chloride, bicarbonate, urea, creatinine with eGFR, calcium with albumin, magnesium, creatine kinase and glucose.","basis":"expert","sources":["judgement"]}],"withholds":[{"id":"quinine_forbidden","tags":["quinine"],"when":"(condition.pregnancy is known and condition.pregnancy) or (condition.heart_block is known and condition.heart_block) or (condition.g6pd_deficiency is known and condition.g6pd_deficiency) or (history.quinine_reaction is known and history.quinine_reaction) or (condition.ckd is known and condition.ckd)","reason":"quinine is forbidden in pregnancy, heart block, G6PD deficiency, kidney disease and after a reaction to it","basis":"guideline","sources":["mhra_quinine","fda_quinine2010","judgement"]},{"id":"quinine_for_cramps","tags":["quinine"],"when":"drug.quinine is known or drug.quinine is unknown","reason":"not for leg cramps: serious and fatal blood reactions; above all not in pregnancy, with a long QT or a drug that lengthens it, heart block, kidney disease, G6PD deficiency or a previous reaction","basis":"guideline","sources":["fda_quinine2010","mhra_quinine"]},{"id":"massage_possible_clot_or_tear","tags":["massage"],"when":"sign.leg_swelling.unilateral or sign.pitting_edema.unilateral or condition.dvt or sign.calf_bruising or condition.compartment_syndrome or condition.achilles_rupture or condition.acute_limb_ischemia","check":"that one leg is not swollen, bruised or cold","reason":"massage can harm with a clot, a torn muscle or tendon, or a limb short of blood","basis":"expert","sources":["judgement"]},{"id":"stretching_torn_or_threatened_limb","tags":["stretching"],"when":"(condition.achilles_rupture is known and condition.achilles_rupture) or (sign.thompson is known and sign.thompson) or (condition.compartment_syndrome is known and condition.compartment_syndrome) or (condition.dvt is known and condition.dvt) or (sign.leg_swelling.unilateral is known and sign.leg_swelling.unilateral) or (condition.acute_limb_ischemia is known and condition.acute_limb_ischemia)","reason":"no forceful stretching with a possible clot, tendon rupture, compartment syndrome or ischemia","basis":"expert","sources":["judgement"]},{"id":"heat_or_cold_on_numb_feet","tags":["heat","cold"],"when":"sign.sensation_reduced or condition.polyneuropathy or symptom.paresthesia.leg or condition.pad","check":"feeling and circulation of the feet","reason":"numb or poorly supplied skin burns and freezes unnoticed","basis":"guideline","sources":["bcrenal"]},{"id":"magnesium_kidney_or_heart_block","tags":["magnesium"],"when":"lab.egfr < 30 mL/min/{1.73_m2} or condition.ckd.advanced or condition.dialysis or condition.heart_block","check":"kidney function","reason":"magnesium accumulates when the kidneys fail and slows conduction","basis":"expert","sources":["judgement"]},{"id":"vitamin_k_with_warfarin","tags":["vitamin_k"],"when":"drug.vitamin_k_antagonist","check":"that no warfarin or similar is taken","reason":"vitamin K2 undoes warfarin and its like; the trial excluded people who took one","basis":"measured","sources":["tan2024"]},{"id":"supplements_in_pregnancy","tags":["supplement","drug_change"],"when":"(sex is female and age < 55 years and condition.pregnancy) or (condition.postpartum is known and condition.postpartum)","check":"pregnancy","reason":"drugs and supplements in pregnancy and the 6 weeks after birth are for the prescriber or midwife to decide","basis":"expert","sources":["judgement"]}]}');
INSERT INTO "module" VALUES(2,'e4e52be10a95a0b543e8c2351cbe71d53497eb94f4e6730ab5fb603fc493698f','org.example.alcohol','1.0.0','8d73ea04e01fde1583e788ea2a494308ce4c67f5ac3a95589b79c2719eea1fb3','{"schema":"causa.manifest/1","id":"org.example.alcohol","version":"1.0.0","title":"Alcohol and leg cramps","intended_use":"For an alcohol service: adults with leg cramps who drink, or have just stopped. It doesn''t screen for drinking. An example for authors of modules; no clinician has reviewed it.","attributes":{"developer":"causa project","license":"Apache-2.0","released":"2026-11-23","reviewed":{"by":null,"on":null,"until":null},"funding":"none","population":"adults with a leg complaint","uses":["age"]},"sources":[{"id":"delacour2018","citation":"Delacour C, et al. Alcohol consumption and nocturnal leg cramps in patients over 60: case-control study. Ann Fam Med 2018;16(4):296","year":2018,"url":"https://www.annfammed.org/content/16/4/296.full","verified":true,"seen":"abstract"},{"id":"merck_po4","citation":"MSD Manual Professional: Hypophosphatemia","url":"https://merckmanuals.com/professional/endocrine-and-metabolic-disorders/electrolyte-disorders/hypophosphatemia","verified":true},{"id":"judgement","citation":"Judgement of the module''s authors; no published source","verified":false}],"terminology":[{"id":"condition.alcohol_withdrawal","name":"Alcohol withdrawal","text":["alcohol withdrawal","alcohol withdrawal syndrome"]},{"id":"history.alcohol_stopped_relief","name":"Cramps went after drinking stopped","text":["cramps went after drinking stopped"]}],"definitions":[{"id":"recent_withdrawal","name":"alcohol withdrawal in the last week","when":"condition.alcohol_withdrawal started within 7 days or unknown"}],"causes":[{"id":"chronic_disease.alcohol","name":"Harmful alcohol use","role":"cause","requires":"condition.alcohol_use or condition.alcohol_withdrawal","decided_by":[{"id":"on_record","when":"condition.alcohol_use or condition.alcohol_withdrawal","p":0.95,"low":0.85,"high":0.99,"basis":"expert","sources":["judgement"]}],"accounts_for":{"leg_cramp":{"grade":"weak","sources":["delacour2018","judgement"]}}}],"rules":[{"id":"night_cramps_over_60","cause":"chronic_disease.alcohol","about":"explains","when":"symptom.cramp.nocturnal and age > 60 years","strength":{"holds":"weak for"},"basis":"expert","sources":["delacour2018","judgement"],"text":"night cramps after the age of 60, the people in whom alcohol and cramps went together"},{"id":"relief_after_stopping","cause":"chronic_disease.alcohol","about":"explains","when":"history.alcohol_stopped_relief","strength":{"holds":"moderate for","fails":"weak against"},"basis":"expert","sources":["judgement"],"text":"cramps went after drinking stopped"},{"id":"phosphate_in_withdrawal","cause":"electrolytes.hypophosphatemia","about":"present","when":"recent_withdrawal","strength":{"holds":"moderate for"},"group":"hypophosphatemia.causes","basis":"expert","sources":["merck_po4","judgement"],"text":"alcohol withdrawal in the last week"}],"alerts":[{"id":"withdrawal_severe","when":"recent_withdrawal and (symptom.seizure or symptom.confusion)","urgency":"emergency","cause":"chronic_disease.alcohol","title":"Alcohol withdrawal with a seizure or confusion","action":"Emergency department now: glucose, thiamine, potassium, magnesium and phosphate; withdrawal is treated there","basis":"expert","sources":["judgement"]}],"advice":[{"id":"drink_less","kind":"prevention","for":"chronic_disease.alcohol","complaint":["leg_cramp"],"text":"Drinking less may help. Whoever drinks every day should not stop from one day to the next without help.","basis":"expert","sources":["delacour2018","judgement"]},{"id":"minerals","kind":"workup","for":"chronic_disease.alcohol","text":"Potassium, magnesium, phosphate, calcium with albumin.","basis":"expert","sources":["merck_po4","judgement"]}],"cases":[{"name":"withdrawal three days ago, with a seizure","age":"66 years","given":{"symptom.cramp.nocturnal":"present","condition.alcohol_withdrawal":{"state":"present","started":"3 days"},"symptom.seizure":"present"},"expect":{"rules":["night_cramps_over_60","phosphate_in_withdrawal"],"alerts":["withdrawal_severe"]}},{"name":"withdrawal a month ago, with confusion","age":"50 years","given":{"symptom.cramp.nocturnal":"present","condition.alcohol_withdrawal":{"state":"present","started":"30 days"},"symptom.confusion":"present"},"expect":{"rules":[],"alerts":[]}},{"name":"cramps that went when drinking stopped","age":"50 years","given":{"symptom.cramp.nocturnal":"present","condition.alcohol_use":"present","history.alcohol_stopped_relief":"present"},"expect":{"rules":["relief_after_stopping"],"alerts":[]}}]}');
INSERT INTO "module" VALUES(3,'baf296f8071390317fa2c3fc0b806599267048c7c76625b36abe9d19c5892463','org.causa.chronic_disease','','',NULL);
INSERT INTO "module" VALUES(4,'08337b33624ae181b7ee2d10fbd24dc4cfc467c38a2e4d96265e7351b466351a','org.causa.circulation','','',NULL);
INSERT INTO "module" VALUES(5,'4007008c257871b682b47fdf80708d13147e87d6d4cb2c07b3da64a8bc5ecd4b','org.causa.electrolytes','','',NULL);
INSERT INTO "module" VALUES(6,'342bea3b5ea1a0c8dc2d95f3592a54a103c9391090e7e4719c5e15f4a4c93308','org.causa.hydration','','',NULL);
INSERT INTO "module" VALUES(7,'43d1544fc00514f51838170872f7314ee909658339405b1e7842d6dd08230a8d','org.causa.medication','','',NULL);
INSERT INTO "module" VALUES(8,'ba3414968d0ec959bafe9f4475249c4d3b89abcda0a48dbff94381134ccbb84c','org.causa.neurologic','','',NULL);
INSERT INTO "module" VALUES(9,'629418024126b6862c43968e83b1dc6edbd3c0b02e07722b3ad81da217c36fc7','org.causa.strain','','',NULL);
INSERT INTO "module" VALUES(10,'9c645fcdfd6d684a56cc702a9f9d76b70b408ae884228cc41a907ba57a0f681a','org.example.whole','1.0.0','f9c968ea9d59bc7dfba31a4d3f33b29e3446dc02f1da63c1a46d766ca6874249','{"schema":"causa.manifest/1","id":"org.example.whole","version":"1.0.0","title":"Every construct once","intended_use":"For tests of the language only","attributes":{"developer":"causa project","license":"Apache-2.0","released":"2026-11-26","reviewed":{"by":null,"on":null,"until":null},"funding":"none","population":"nobody","uses":["age"]},"sources":[{"id":"judgement","citation":"Judgement of the authors; no published source","verified":false}],"definitions":[{"id":"older","name":"older people","when":"age >= 60 years"},{"id":"new_thiazide","when":"drug.thiazide started within 90 days or drug.loop_diuretic started within 90 days"}],"bands":[{"fact":"lab.potassium","bands":[{"name":"severe_low","when":"lab.potassium < 2.5 mmol/L"},{"name":"low","when":"2.5 <= lab.potassium < 3.5 mmol/L"}],"sources":["judgement"]}],"scores":[{"id":"score.example_risk","name":"Example risk","items":[{"when":"older","points":2},{"when":"new_thiazide","points":1.5},{"when":"symptom.fever","points":-1}],"sources":["judgement"]}],"causes":[{"id":"chronic_disease.example","name":"Example","role":"state","prior":[{"p":0.1,"low":0.05,"high":0.2,"population":"nobody","basis":"expert","sources":["judgement"]}]}],"rules":[{"id":"falling","cause":"chronic_disease.example","about":"present","when":"lab.potassium fell by >= 0.5 mmol/L within 3 days and new_thiazide","strength":{"holds":"weak for"},"basis":"expert","sources":["judgement"],"text":"potassium {lab.potassium}, and falling"},{"id":"after_the_drug","cause":"chronic_disease.example","about":"explains","when":"symptom.cramp started within 60 days after drug.thiazide started","strength":{"holds":"moderate for","fails":"minimal against"},"basis":"expert","sources":["judgement"],"text":"the cramps began after the thiazide"},{"id":"many","cause":"chronic_disease.example","about":"present","when":"at least 2 values of lab.potassium < 3.5 mmol/L within 30 days","strength":{"holds":"minimal for"},"basis":"expert","sources":["judgement"],"text":"potassium low twice"}],"alerts":[{"id":"low_and_at_risk","when":"lab.potassium is severe_low within 7 days and (score.example_risk >= 3 or unknown)","urgency":"same-day","title":"Potassium very low in someone at risk","action":"ECG and potassium now","basis":"expert","sources":["judgement"]}],"cases":[{"name":"falling potassium on a new thiazide","age":"71 years","given":{"lab.potassium":[{"value":"3.4 mmol/L","measured":"2 days"},{"value":"2.4 mmol/L","measured":"2 hours"}],"drug.thiazide":{"state":"present","started":"30 days"},"symptom.cramp":{"state":"present","started":"10 days"}},"expect":{"rules":["falling","after_the_drug","many"],"alerts":["low_and_at_risk"]}},{"name":"nothing of it","given":{"lab.potassium":"4.2 mmol/L","symptom.cramp":"present"},"expect":{}}]}');
CREATE TABLE module_used (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL REFERENCES module (id),
  status INTEGER NOT NULL,
  approved INTEGER NOT NULL,
  why TEXT NOT NULL,
  microseconds INTEGER NOT NULL, approved_by TEXT NOT NULL DEFAULT '', allowed_because TEXT NOT NULL DEFAULT '', ran_in INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "module_used" VALUES(1,0,1,1,1,'',0,'','',1);
INSERT INTO "module_used" VALUES(1,1,2,1,0,'',0,'','it was named by --plugin, and no plugins.lock is beside it',1);
INSERT INTO "module_used" VALUES(1,2,3,4,0,'org.causa.chronic_disease is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(1,3,4,4,0,'org.causa.circulation is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(1,4,5,4,0,'org.causa.electrolytes is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(1,5,6,4,0,'org.causa.hydration is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(1,6,7,4,0,'org.causa.medication is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(1,7,8,4,0,'org.causa.neurologic is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(1,8,9,4,0,'org.causa.strain is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(2,0,1,1,1,'',0,'','',1);
INSERT INTO "module_used" VALUES(2,1,2,1,0,'',0,'','it was named by --plugin, and no plugins.lock is beside it',1);
INSERT INTO "module_used" VALUES(2,2,3,4,0,'org.causa.chronic_disease is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(2,3,4,4,0,'org.causa.circulation is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(2,4,5,4,0,'org.causa.electrolytes is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(2,5,6,4,0,'org.causa.hydration is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(2,6,7,4,0,'org.causa.medication is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(2,7,8,4,0,'org.causa.neurologic is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(2,8,9,4,0,'org.causa.strain is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(3,0,1,1,1,'',0,'','',1);
INSERT INTO "module_used" VALUES(3,1,2,1,0,'',0,'','it was named by --plugin, and no plugins.lock is beside it',1);
INSERT INTO "module_used" VALUES(3,2,3,4,0,'org.causa.chronic_disease is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(3,3,4,4,0,'org.causa.circulation is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(3,4,5,4,0,'org.causa.electrolytes is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(3,5,6,4,0,'org.causa.hydration is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(3,6,7,4,0,'org.causa.medication is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(3,7,8,4,0,'org.causa.neurologic is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(3,8,9,4,0,'org.causa.strain is left out by --without',0,'','',1);
INSERT INTO "module_used" VALUES(4,9,10,1,0,'',0,'','it was named by --plugin, and no plugins.lock is beside it',2);
INSERT INTO "module_used" VALUES(5,9,10,1,0,'',0,'','it was named by --plugin, and no plugins.lock is beside it',2);
INSERT INTO "module_used" VALUES(6,9,10,1,0,'',0,'','it was named by --plugin, and no plugins.lock is beside it',2);
CREATE TABLE must_not_miss (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  name INTEGER NOT NULL REFERENCES name_stated (id),
  present_p REAL,
  present_low REAL,
  present_high REAL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE name_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  cause TEXT NOT NULL,
  name TEXT NOT NULL,
  action TEXT NOT NULL
) STRICT;
INSERT INTO "name_stated" VALUES(1,'94fc4286e3c6615210b16aaaddb1439c5920cdd7d0b3cb662992e49912c2df98','chronic_disease.alcohol','Harmful alcohol use','');
CREATE TABLE patient (
  id INTEGER PRIMARY KEY,
  patient_id TEXT NOT NULL UNIQUE    -- '' if the source named none
) STRICT;
INSERT INTO "patient" VALUES(1,'alcohol-example');
INSERT INTO "patient" VALUES(2,'p-70114');
INSERT INTO "patient" VALUES(3,'p-70110');
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
, digest BLOB) STRICT;
INSERT INTO "record" VALUES(1,X'63726563010F42EDFB25392B9B0D0F616C636F686F6C2D6578616D706C6516687474703A2F2F736E6F6D65642E696E666F2F736374083930333932303039164E6F637475726E616C206D7573636C6520737061736D08363635393030303312416C636F686F6C20646570656E64656E6365134C6567206372616D7073206174206E6967687416436F6E646974696F6E2F6E696768742D6372616D707311436F6E646974696F6E2F616C636F686F6C12416C636F686F6C207769746864726177616C14436F6E646974696F6E2F7769746864726177616C09436F6E667573696F6E154F62736572766174696F6E2F636F6E667573696F6E010200FFBFD0939512FEEFB2520505020203040205060412000081B00100010780F085E4BE68FEEFB25280F09FA48B68FEEFB2520812000081B00101010680F085E4BE68FEEFB25280C0D5ACD452FEEFB2520912000081B00100000A80F085E4BE68FEEFB2528080D391BE68FEEFB2520B11020083900100000C80D6C597BF68000D00',NULL);
INSERT INTO "record" VALUES(2,X'6372656301B6E9B1F7BE022BDA0907702D373031313416687474703A2F2F736E6F6D65642E696E666F2F736374083930333932303039134C6567206372616D7073206174206E6967687416436F6E646974696F6E2F6E696768742D6372616D70731652656C69657665642062792073747265746368696E67164F62736572766174696F6E2F73747265746368696E6717556E696C61746572616C206C6567207377656C6C696E67144F62736572766174696F6E2F7377656C6C696E67010100FFBF89EBE009FEEFB2520404010203000312000081B00100010480F085E4BE68FEEFB25280C096A9A066FE9FF6A7130511020083900100000680F085E4BE68FEEFB2520721020081900100000880F085E4BE68FEEFB2520900',NULL);
INSERT INTO "record" VALUES(3,X'6372656301C1AD15FDD45531480907702D373031313016687474703A2F2F736E6F6D65642E696E666F2F7363740934343939313730303410687474703A2F2F6C6F696E632E6F726706323832332D330A4C6567206372616D707310436F6E646974696F6E2F6372616D7073066D6D6F6C2F4C154F62736572766174696F6E2F706F7461737369756D010100FFDFB094EC13FEEFB2520303020203000405000212000081900100010680F085E4BE68FEEFB252071101009C900101010000000000804440080880FAF882BF68000900',NULL);
CREATE TABLE rule_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,       -- of all but text and missing
  module INTEGER NOT NULL REFERENCES module (id),
  rule TEXT NOT NULL,
  about INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  lr_published REAL,
  ci_low REAL,
  ci_high REAL,
  basis INTEGER NOT NULL,
  grade TEXT NOT NULL,
  sources TEXT,
  text TEXT NOT NULL,
  missing TEXT NOT NULL
) STRICT;
INSERT INTO "rule_stated" VALUES(1,'e17364f425e2458bd1bdc29d0e2121f0d27a39725a9ba88f6ab0fd5387932a0c',2,'night_cramps_over_60',2,1,NULL,NULL,NULL,2,'','["delacour2018","judgement"]','night cramps after the age of 60, the people in whom alcohol and cramps went together','[]');
INSERT INTO "rule_stated" VALUES(2,'d70833076dc8422346e8d858324157ebb8fe030ed5de24b6ed1f1816f9e4e27c',1,'wakes_from_sleep',2,1,NULL,NULL,NULL,2,'','["hallegraeff2017","judgement"]','cramps come at night','[]');
INSERT INTO "rule_stated" VALUES(3,'7635aad6186d5ce3e729cc1b52058700b1740b46b216aee70c7bdd17a78367ea',1,'sixty_and_over',2,1,NULL,NULL,NULL,2,'','["grandner2017","judgement"]','60 or older (night cramps become commoner with age)','[]');
INSERT INTO "rule_stated" VALUES(4,'b6b154d2542f3dbf69dfe2bb6f18892362968bcc3eac47ad86246c26aa8a71a6',1,'hard_muscle_that_stretches',2,1,NULL,NULL,NULL,2,'','["nsf_icsd","judgement"]','stretching relieves them','[]');
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  source_sha256 TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  program_version TEXT NOT NULL
) STRICT;
INSERT INTO "run" VALUES(1,1795670801834,1795670801870,'e864c172cd120c6fb5e36f3e4ce9bee0604feb3c406efedc37205fcc2cc6c3a7',3,'0.1.0');
INSERT INTO "run" VALUES(2,1795708445038,1795708445062,'316d433eda0279536be4a813dfa787afe5e4cc8043400433d7396bb60955f763',0,'0.1.0');
CREATE TABLE shown (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  channel INTEGER NOT NULL,
  shown_ms INTEGER NOT NULL,
  cards INTEGER NOT NULL,            -- rows of `card` that belong to it; 0 in a form without cards,
                                     -- which always names every alert
  PRIMARY KEY (assessment, channel)
) STRICT, WITHOUT ROWID;
INSERT INTO "shown" VALUES(1,5,1795670801858,2);
INSERT INTO "shown" VALUES(2,5,1795670801858,1);
INSERT INTO "shown" VALUES(3,5,1795670801858,1);
CREATE TABLE state (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  name INTEGER NOT NULL REFERENCES name_stated (id),
  present_p REAL,
  present_low REAL,
  present_high REAL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "state" VALUES(1,0,1,0.95,8.19679794831287611422e-01,9.87564645539316443567e-01);
CREATE INDEX run_source ON run (source_sha256);
CREATE INDEX module_file ON module (module_id, version, sha256);
CREATE INDEX assessment_patient ON assessment (patient, created_ms);
CREATE INDEX assessment_created ON assessment (created_ms);
CREATE TRIGGER assessment_follows BEFORE INSERT ON assessment
WHEN NEW.version > 1 AND NOT EXISTS (
  SELECT 1 FROM assessment AS before
  WHERE before.uuid = NEW.uuid AND before.version = NEW.version - 1
    AND before.patient = NEW.patient)
BEGIN SELECT RAISE(ABORT, 'the version before this one is not in the store'); END;
CREATE TRIGGER config_no_update BEFORE UPDATE ON config
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER config_no_delete BEFORE DELETE ON config
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_no_update BEFORE UPDATE ON module
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_no_delete BEFORE DELETE ON module
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER patient_no_update BEFORE UPDATE ON patient
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER record_no_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_used_no_update BEFORE UPDATE ON module_used
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER concept_stated_no_update BEFORE UPDATE ON concept_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_stated_no_update BEFORE UPDATE ON cause_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_result_no_update BEFORE UPDATE ON cause_result
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_stated_no_update BEFORE UPDATE ON alert_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_no_update BEFORE UPDATE ON alert
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_stated_no_update BEFORE UPDATE ON advice_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_no_update BEFORE UPDATE ON advice
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER name_stated_no_update BEFORE UPDATE ON name_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER state_no_update BEFORE UPDATE ON state
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER must_not_miss_no_update BEFORE UPDATE ON must_not_miss
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER ignored_no_update BEFORE UPDATE ON ignored
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE INDEX card_uuid ON card (uuid);
CREATE TRIGGER shown_no_update BEFORE UPDATE ON shown
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER card_no_update BEFORE UPDATE ON card
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER feedback_no_update BEFORE UPDATE ON feedback
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_stated_no_update BEFORE UPDATE ON finding_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER actor_no_update BEFORE UPDATE ON actor
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER actor_no_delete BEFORE DELETE ON actor
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_audit_once BEFORE UPDATE OF audit ON assessment
WHEN OLD.audit IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_used_no_delete BEFORE DELETE ON module_used
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_result_no_delete BEFORE DELETE ON cause_result
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_no_delete BEFORE DELETE ON alert
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_no_delete BEFORE DELETE ON advice
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER state_no_delete BEFORE DELETE ON state
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER must_not_miss_no_delete BEFORE DELETE ON must_not_miss
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER ignored_no_delete BEFORE DELETE ON ignored
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER shown_no_delete BEFORE DELETE ON shown
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER card_no_delete BEFORE DELETE ON card
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER feedback_no_delete BEFORE DELETE ON feedback
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.id)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER patient_no_delete BEFORE DELETE ON patient
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER concept_stated_no_delete BEFORE DELETE ON concept_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_stated_no_delete BEFORE DELETE ON cause_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER rule_stated_no_delete BEFORE DELETE ON rule_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_stated_no_delete BEFORE DELETE ON alert_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_stated_no_delete BEFORE DELETE ON advice_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER name_stated_no_delete BEFORE DELETE ON name_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_stated_no_delete BEFORE DELETE ON finding_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER rule_stated_no_update BEFORE UPDATE ON rule_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_no_update BEFORE UPDATE OF id, uuid, version, patient, record, config,
  run, created_ms, as_of_ms, sex, age_low_years, age_high_years, complaint_present,
  complaint_classes, complaint_text, ranking, ranking_why, unexplained, not_understood,
  resources_read, resources_used, parts, base, modules_shared, facts_shared, causes_shared,
  advice_shared, states_shared, must_not_miss_shared, ignored_shared, findings_shared ON assessment
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_base BEFORE INSERT ON assessment
WHEN NEW.base IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM assessment AS base
  WHERE base.id = NEW.base AND base.uuid = NEW.uuid AND base.version < NEW.version
    AND base.base IS NULL)
BEGIN SELECT RAISE(ABORT, 'the version whose rows are shared is not in the store'); END;
CREATE VIEW module_used_of_version AS
  SELECT a.id AS version_row, u.* FROM assessment a JOIN module_used u
  ON u.assessment IN (a.id, a.base)
  AND (u.assessment = a.id OR a.modules_shared IS NULL OR u.position < a.modules_shared);
CREATE VIEW fact_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN fact f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR a.facts_shared IS NULL OR f.position < a.facts_shared);
CREATE VIEW cause_result_of_version AS
  SELECT a.id AS version_row, r.*,
    iif(r.evidence_cause IS NULL, r.assessment, a.base) AS evidence_row,
    coalesce(r.evidence_cause, r.position) AS evidence_position
  FROM assessment a JOIN cause_result r
  ON r.assessment IN (a.id, a.base)
  AND (r.assessment = a.id OR a.causes_shared IS NULL OR r.position < a.causes_shared);
CREATE VIEW evidence_of_version AS
  SELECT c.version_row, c.position AS cause_position, c.cause AS cause_stated, e.*
  FROM cause_result_of_version c JOIN evidence e
  ON e.assessment = c.evidence_row AND e.cause = c.evidence_position;
CREATE VIEW advice_of_version AS
  SELECT a.id AS version_row, d.* FROM assessment a JOIN advice d
  ON d.assessment IN (a.id, a.base)
  AND (d.assessment = a.id OR a.advice_shared IS NULL OR d.position < a.advice_shared);
CREATE VIEW state_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN state s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR a.states_shared IS NULL OR s.position < a.states_shared);
CREATE VIEW must_not_miss_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN must_not_miss s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR a.must_not_miss_shared IS NULL
    OR s.position < a.must_not_miss_shared);
CREATE VIEW ignored_of_version AS
  SELECT a.id AS version_row, i.* FROM assessment a JOIN ignored i
  ON i.assessment IN (a.id, a.base)
  AND (i.assessment = a.id OR a.ignored_shared IS NULL OR i.position < a.ignored_shared);
CREATE VIEW finding_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN finding f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR a.findings_shared IS NULL OR f.position < a.findings_shared);
COMMIT;
PRAGMA application_id=1667331443;
PRAGMA user_version=6;
