"""A made-up foreign trade, input-output table and world market: official schemas, real codes, invented numbers."""

import gzip
from pathlib import Path

import polars as pl

from ancrage.sources.declaration import load_declaration
from ancrage.warehouse.table import Inputs

FILES = {
    "customs_nc8": """annee,cpf6,a129,nc8,export_eur,import_eur
2019,139229,C13Z,63079098,1000000,10000000
2020,139229,C13Z,63079098,1000000,90000000
2019,303033,C30C,88024000,90000000,1000000
2020,303033,C30C,88024000,30000000,1000000
2019,310011,C31Z,94016100,100000000,40000000
2020,310011,C31Z,94016100,100000000,40000000
2019,272023,C27A,85076000,0,60000000
2020,272023,C27A,85076000,0,50000000
2019,264042,C26C,85183095,1000000,20000000
2020,264042,C26C,85183000,1000000,20000000
2020,251210,C25A,73083000,1000,900
""",
    "customs_concordance": """Libelle,CPF4 rév. 2,CPF6 rév. 2,CF4 rév. 2.1,CPF6 rév. 2.1,Début,Fin,nc8
Articles confectionnés,1392,139229,1392,139229,1996,2020,63079098
Avions lourds,3030,303033,3030,303033,1993,2020,88024000
"Sièges, avec bâti en bois, rembourrés",3100,310012,3100,310012,1993,2020,94016100
Accumulateurs au lithium-ion,2720,272023,2720,272023,2012,2020,85076000
[2019] Casques d'écoute,2640,264042,2640,264042,2017,2019,85183095
Casques d'écoute,2640,264042,2640,264042,2020,2020,85183000
Portes,2512,251210,2512,251210,1993,2020,73083000
""",
    "customs_duties": """nc8,droit_advalorem_pct,droit_texte
63079098,6.3,6.3%
88024000,2.7,2.7%
94016100,,12.0 EUR/100 kg
85076000,2.7,2.7%
""",
    "protee": """HS6,zero,positive,sigma
630790,0,0,-2.5
850760,1,0,
""",
    "oecd_icio_domestic": """,A01,C10T12,T
A01,10,40,0
C10T12,20,60,0
T,0,0,0
""",
    "oecd_icio_origins": """origin_sector,origin_country,A01,C10T12,T
A01,DEU,5,10,0
C10T12,CHN,5,30,0
C10T12,GBR,0,20,0
A01,FRA,10,40,0
""",
    "oecd_icio_summary": """sector,gross_output,intermediate_inputs_ex_row,va_plus_tls_plus_row_inputs,\
final_demand_and_exports_to_row,output_multiplier_domestic,share_imported,share_imported_non_eu,share_china
A01,100,40,60,50,1.53,0.25,0.125,0.125
C10T12,200,160,40,120,1.8,0.375,0.3125,0.1875
T,10,0,10,10,1.0,,,
""",
    "oecd_btige": """importer,year,cpa,exporter,value_kusd
FRA,2021,C27,CHN,60
FRA,2021,C27,DEU,40
FRA,2022,C27,CHN,30
FRA,2022,C27,GBR,30
FRA,2022,C27,DEU,40
FRA,2021,C,CHN,1000
DEU,2021,C27,FRA,10
""",
    "comext_critical": """declarant,partner,cn8,year,value_eur
FR,CN,28461000,2024,60
FR,DE,28461000,2024,40
FR,,28461000,2024,5
EL,CN,28461000,2024,100
EL,XS,28461000,2024,50
FR,CN,28461000,2020,1
""",
    "baci_crm": """t,exporter,k,v,q
2024,S19,260300,1.5,1
2024,CHL,260300,0.5,1
""",
    "baci_crm_world": """exporter,k,v
CHL,260300,3
PER,260300,1
""",
    "baci_materials": """year,material,exporter,value_usd,qty_t,hs6
2024,gallium,CN,80,,811292
2024,germanium,CN,80,,811292
2024,gallium,NA,20,,811292
2024,copper,CL,999,,260300
""",
    "comtrade_battery": """year,exporter,hs6,value_usd
2024,CHN,850760,90
2024,FRA,850760,7
2024,_X ,850760,3
2024,KOR,850760,10
""",
    "world_exports_hs4": """country,hs4,export_usd
FRA,8802,4000000000
USA,8802,6000000000
FRA,0706,1000000000
SYR,0706,99000000000
CHN,8507,9000000000
USA,8507,1000000000
CHN,0706,500000000
USA,9999,77000000000
FSM,0706,100
""",
    "world_totals_hs4": """hs4,label,2016,2017
0706,Carrots,900000,1000000
8507,Electric accumulators,,8000000
8802,Aircraft,9000000,9500000
""",
    "insee_ipi": """naf4,year,ipi
27.20,1990,200.0
27.20,2015,100.0
27.20,2023,50.0
14.14,1990,0.0
14.14,2023,10.0
E4100Y1,1990,120.0
""",
    "threeme": """code,secteur,production_meur,va_meur,emploi_milliers,ges_mt_co2e
sagr,Agriculture,100,40,1,0.1
sfoo,"Food products, beverages",400,100,2,0.02
""",
    "base_carbone": """Nom base français,Code de la catégorie,Unité français,Total poste non décomposé,Incertitude
Meubles  - 2022,Achats de biens > Ratios monétaires,kgCO2e/keuro (2022) HT,261,80
Assurance – 2022,Achats de services > Ratios monétaires,kgCO2e/keuro (2022) HT,81,80
Mix électrique,Electricité > Mix,kgCO2e/kWh,0.05,10
""",
}


def write_trade(folder: Path, **replaced: str) -> Path:
    """Write every tiny source under its declared file name; `replaced` gives other texts by source id."""
    for source, text in (FILES | replaced).items():
        declaration = load_declaration(source)
        path = folder / declaration.vintages[declaration.default_vintage]
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text.encode()
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return folder


def trade_inputs(folder: Path, **replaced: str) -> Inputs:
    """Inputs on the made-up trade, with the classes and jobs that its tables need."""
    classes = ["13.92", "25.12", "26.40", "27.20", "30.30", "31.01", "31.02", "31.09", "14.14"]
    jobs = {"31.01": 100, "31.09": 300}
    tables = {
        "naf_classes": pl.DataFrame({"class": classes}),
        "jobs_territory_class": pl.DataFrame(
            {"level": "france", "class": list(jobs), "jobs": list(jobs.values())}
        ).vstack(pl.DataFrame({"level": "region", "class": ["31.02"], "jobs": [999]})),
    }
    (folder / "data").mkdir()
    return Inputs(write_trade(folder / "data", **replaced), tables=tables)
