"""A made-up country in the official schemas: enough rows to walk every rule of the sources and tables.

Two départements, three zones d'emploi, two intercommunalités and an island that has none. Names and codes are real
where a rule depends on them (corrections, nomenclature), the numbers are invented.
"""

import gzip
import json
from pathlib import Path

from ancrage.sources.declaration import load_declaration

FILES = {
    "cog_communes": """CODGEO,LIBGEO,POP,DEP,CTCD,REG,EPCI,EPT,ARR,CANOV,ZE2020,UU2020,AAV2020,BV2022
74001,Bourg,900.0,74,74D,84,EPCI00001,ZZZZZZZZZ,1,1,8414,1,1,1
74002,Hameau,100.0,74,74D,84,EPCI00001,ZZZZZZZZZ,1,1,8414,1,1,1
74003,Friche-les-Bains,50.0,74,74D,84,EPCI00001,ZZZZZZZZZ,1,1,8401,1,1,1
95169,Commeny,653.0,95,95D,11,EPCI00002,ZZZZZZZZZ,1,1,1101,1,1,1
95170,L'Île,20.0,95,95D,11,ZZZZZZZZZ,ZZZZZZZZZ,1,1,1101,1,1,1
97601,Acoua,,95,95D,11,EPCI00002,ZZZZZZZZZ,1,1,1101,1,1,1
,,,,,,,,,,,,,
""",
    "cog_libelles": """NIVGEO,CODGEO,LIBGEO,NB_COM
AAV2020,001,Une aire,4
DEP,74,Haute-Savoie,3
DEP,95,Val-d'Oise,3
EPCI,EPCI00001,CC du Bourg,3
EPCI,EPCI00002,CC de la Plaine,2
EPCI,ZZZZZZZZZ,Sans objet,1
REG,84,Auvergne-Rhône-Alpes,3
REG,11,Île-de-France,3
ZE2020,8414,La Vallée de l'Arve,2
ZE2020,8401,Annecy,1
ZE2020,1101,Cergy,3
""",
    "cog_niveaux": """niveau,code,libelle,parent,chef_lieu,tncc
departement,74,Haute-Savoie,84,74010,3
departement,95,Val-d'Oise,11,95500,2
region,11,Île-de-France,,75056,1
""",
    "cog_mouvements": """mod,date_effet,type_av,com_av,libelle_av,type_ap,com_ap,libelle_ap
10,2019-01-01,COM,74003,La Friche,COM,74003,Friche-les-Bains
32,2017-01-01,COM,74005,Partagée,COM,74001,Bourg
32,2017-01-01,COM,74005,Partagée,COM,74002,Hameau
32,2024-01-01,COM,95282,Gouzangrez,COM,95169,Commeny
32,2024-01-01,COM,95282,Gouzangrez,COMD,95282,Gouzangrez
32,2024-01-01,COM,95169,Commeny,COM,95169,Commeny
33,1973-01-01,COM,95281,Gouzangrez-le-Vieux,COM,95282,Gouzangrez
41,1968-01-01,COM,78281,Gouzangrez-le-Vieux,COM,95281,Gouzangrez-le-Vieux
30,2007-02-23,COM,97127,Saint-Martin,,,
""",
    "cog_recent": """code,libelle,type,dep,reg,arrondissement,epci_2026,ze2020,ze2020_source,siren,population_2023,\
codes_postaux,commune_parente
74001,Bourg,COM,74,84,,,,,,900,74300 74301,
74002,Hameau-le-Neuf,COM,74,84,,,,,,100,74300,
74003,Friche-les-Bains,COM,74,84,,,,,,50,74310,
74009,Le Nouveau,COM,74,84,,,,,,50,74320,
74201,Bourg 1er Arrondissement,ARM,74,84,,,,,,50,74301,74001
95169,Commeny,COM,95,11,,,,,,650,95450,
95170,L'Île,COM,95,11,,,,,,20,95450,
97801,Saint-Martin,COM,978,978,,,,,,30000,97150,
""",
    "naf_2025": """naf_2025,libelle,classe,groupe,division,section
25.53Y,Usinage des métaux,25.53,25.5,25,C
""",
    "naf_correspondance": """naf_rev2,libelle_rev2,naf_2025,libelle_2025,type,cible_principale
25.62A,Décolletage,25.53Y,Usinage des métaux,Unique,1
25.62B,Mécanique industrielle,25.53Y,Usinage des métaux,Unique,1
24.51Z,Fonderie de fonte,25.53Y,Usinage des métaux,Multiple,
""",
    "territoires_industrie": """id_ti,lib_ti,com,lib_com
ti-8401,Arve Industrie,74001,Bourg
ti-8401,Arve Industrie,74002,Hameau
ti-1102,Cergy Ouest 95,95282,Gouzangrez
""",
    "naf_rev2": """a732,libelle,a615,a272,a129,a88,a64,a38,a21,a10
10.71A,Fabrication industrielle de pain,10.71,10.7,C10G,10,CA0,CA,C,BE
25.62A,Décolletage,25.62,25.6,C25D,25,CH2,CH,C,BE
25.62B,Mécanique industrielle,25.62,25.6,C25D,25,CH2,CH,C,BE
24.51Z,Fonderie de fonte,24.51,24.5,C24C,24,CH1,CH,C,BE
43.99C,Travaux de maçonnerie générale et gros \x9cuvre de bâtiment,43.99,43.9,F43D,43,FZ0,FZ,F,FZ
63.11Z,Traitement de données,63.11,63.1,J63Z,63,JC0,JC,J,JU
""",
    "sirene_etablissements": """siret,nom,naf,effectif_milieu_tranche,lat,lon,com2024,LIBGEO,DEP,REG,EPCI,ZE2020
11111111100011,DECOLLETAGE DU BOURG,25.62A,150,46.00,6.50,74001,Bourg,74,84,EPCI00001,8414
22222222200011,MICHEL DUPONT,25.62B,35,46.02,6.52,74001,Bourg,74,84,EPCI00001,8414
33333333300011,FONDERIE DE LA PLAINE,24.51Z,75,49.10,1.90,95169,Commeny,95,11,EPCI00002,1101
06120022600035,PLACAL INDUSTRIES,43.99C,150,45.70,9.36,,,,,,
""",
    "registre_etat": """siret,etat_propose,date_preuve,source,detail,etablissements_du_siren_dans_registre
11111111100011,etablissement_actif,2021-12-31,IREP 2021,déclaration,1
""",
    "egapro": """siren,raison_sociale,structure,siren_declarant_ues,premiere_annee,derniere_annee,region,\
tranche_effectifs_egapro,naf,tranche_effectifs_sirene_2021,date_creation
111111111,GROUPE ARVE,entreprise,,2019,2020,Auvergne-Rhône-Alpes,,25.62A,31,1990-01-01
""",
    "etablissements_absents": """siret,siren,raison_sociale,site,naf,com,commune,dep,lat,lon,precision,source,\
date_preuve,type,siret_possible_du_registre,nom_possible_du_registre
,999999999,FORGES DU HAMEAU,,24.51Z,74002,Hameau,74,46.01,6.51,adresse,EUTL 2022 : fonte,2022-12-31,industrie,,
,,RUE LIBRE,,24.51Z,74002,Hameau,74,46.01,6.51,adresse,OpenStreetMap way 1,2024-01-01,industrie,,
""",
    "sirene_departements": """annee,departement,naf,taille,nombre
2018,74,25.62A,11,3
2018,74,25.62B,12,2
2018,74,63.11Z,12,1
2018,95,24.51Z,21,1
2018,95,63.11Z,12,4
""",
    "cartofriches": """site_id,site_type,site_statut,comm_insee,unite_fonciere_surface,sol_pollution_existe,\
activite_libelle,proprio_personne,urba_zone_type,urba_zone_formdomi_txt,desserte_distance_ferroviaire,source_nom,\
longitude,latitude
a,inconnu,friche sans projet,74003,1000.4,pollution avérée,Ferme de M. Dupont,personne morale,U,Activité,250,\
Appel à projet Fonds Friches,6.10,46.10
b,friche commerciale,friche sans projet,74003,,inconnu,,inconnu,,,,DDT de la Loire,6.12,46.12
c,inconnu,friche potentielle,95282,,pollution supposée,Fonderie,inconnu,U,Habitat,,\
Site Basias ou Basol non vérifié par le Cerema,9.00,40.00
d,inconnu,friche potentielle,74001,52000.25,inconnu,Fonderie,inconnu,N,,900,\
Site Basias ou Basol non vérifié par le Cerema,6.50,46.00
e,friche industrielle,friche sans projet,74001,52000.25,inconnu,,personne physique,U,Activité,900,\
Contributeur Cerema,6.50,46.00
f,friche industrielle,friche reconvertie,74001,90000,inconnu,,inconnu,U,Activité,,Contributeur Cerema,6.50,46.00
""",
    "rome_embauches": """rome_id,rome_label,naf_id,naf_label,hirings
H2903,Conduite d'équipement d'usinage,2562A,Décolletage,60
H2903,Conduite d'équipement d'usinage,2562B,Mécanique industrielle,30
M1607,Secrétariat,2562B,Mécanique industrielle,10
""",
    "dares_tensions": """fap,Emploi moyen,Tension ,Catégorie Tension,Intensité d'embauches,Lien formation-emploi,\
Manque de main-d'œuvre disponible,Année,niveau_geo,niveau_fap,reg,dep
D1Z40,30000,0.9,5.0,4.0,3.0,5.0,2019,nat,fap 225,,
D1Z40,500,1.2,,,,,2019,dep,fap 225,,74
D1Z40,5000,0.7,4.0,4.0,3.0,5.0,2019,reg,fap 225,84,
D1Z,90000,0.5,4.0,4.0,3.0,5.0,2019,nat,fap 87,,
""",
    "dares_secteurs": """Fap,Secteur,Label_secteur,Milliers,Pourcentage,libelle
D1Z40,CH,Métallurgie,20.0,60.0,Régleurs
D1Z40,CL,Matériels de transport,10.0,30.0,Régleurs
D,CH,Métallurgie,200.0,60.0,Mécanique
""",
    "dares_fap_rome": """Fap;Rome;intitule_rome
A0Z00;NA;NA
D1Z40;H2903;Conduite d'équipement d'usinage
L0Z60;M1607;Secrétariat, accueil – œuvres
""",
}

SQUARES = {"EPCI00001": (6.0, 45.9), "EPCI00002": (1.8, 49.0), "74": (6.0, 45.5), "95": (1.5, 48.5)}
OUTLINES = {
    "epci": ["EPCI00001", "EPCI00002", "ZZZZZZZZZ"],
    "departement": ["74", "95"],
    "zone_emploi": [],
    "region": [],
}


def square(lon: float, lat: float, side: float = 1.0) -> dict[str, object]:
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def write_sources(folder: Path, **replaced: str) -> Path:
    """Write every tiny source under its declared file name; `replaced` gives other texts by source id."""
    from ancrage.sources.contours import FILES as CONTOURS

    for source, text in (FILES | replaced).items():
        declaration = load_declaration(source)
        path = folder / declaration.vintages[declaration.default_vintage]
        content = text.encode("cp1252" if source == "dares_fap_rome" else "utf-8")
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    outlines = folder / load_declaration("contours").vintages["2024"]
    outlines.mkdir(exist_ok=True)
    for level, codes in OUTLINES.items():
        features = [
            {"properties": {"code": code}, "geometry": square(*SQUARES.get(code, (0.0, 0.0)))} for code in codes
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (outlines / CONTOURS[level]).write_bytes(gzip.compress(text.encode()))
    return folder
