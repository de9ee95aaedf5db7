const FIRM =
  /(?:^| )(?:Corp|Corporation|Company|LLC|AG|SE|KG|SA|SAS|SARL|SpA|BV|NV|Oy|AB|PLC|Bank|Industries|Holdings?|Stores?|Shop|Market|Traders|Foundation|University|Institute|Hospital|Clinic|Labs?|Technologies|Solutions|Partners|Airlines|Insurance|Logistics|Retail|Foods|Motors)$/;

/** True for words that end as the names of firms do, which are customers, too. */
export const isFirm = (value: string): boolean => FIRM.test(value);
