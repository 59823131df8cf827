"""What calls for an action: one named rule a signal, over the facts and a threshold that the library gives.

A rule returns what it observed, best first, or nothing. It never guesses: what no data of this edition shows (housing,
delays, cash) has no rule, and its actions are left for the territory to decide.
"""

from ancrage.steps.plan import rules_people, rules_places, rules_supply, rules_targets, rules_wishes
from ancrage.steps.plan.observation import Rule

RULES: dict[str, Rule] = {
    "tissu_peu_vu": rules_people.few_seen,
    "entretiens_a_faire": rules_people.few_met,
    "maillons_manquants": rules_supply.many_links,
    "maillon_absent": rules_supply.absent_link,
    "achats_lointains": rules_supply.far_purchases,
    "foncier_court": rules_places.short_land,
    "aucun_terrain_pret": rules_places.no_site,
    "foncier_tres_court": rules_places.very_short_land,
    "petit_fournisseur": rules_supply.small_supplier,
    "eau_puissance": rules_places.thirsty,
    "eau_puissance_forte": rules_places.thirsty,
    "metiers_tendus": rules_people.tense_jobs,
    "metier_sans_bras": rules_people.lacking_hands,
    "metier_a_former": rules_people.trained_job,
    "savoir_faire_rare": rules_people.rare_know_how,
    "dernier_detenteur": rules_people.last_holder,
    "objectifs_sans_mesure": rules_wishes.no_goal,
    "poids_par_defaut": rules_wishes.default_weights,
    "liste_ouverte": rules_targets.open_list,
    "methodes_en_desaccord": rules_targets.methods_disagree,
    "cout_inconnu": rules_targets.unknown_cost,
    "cible_solide": rules_targets.firm_target,
    "procede_a_risque": rules_places.risky_process,
    "import_fort": rules_targets.heavy_import,
    "cible_sans_porteur": rules_targets.no_carrier,
    "porteur_possible": rules_targets.possible_carrier,
    "besoin_public": rules_targets.public_need,
    "grappe_ateliers": rules_people.workshops,
    "dependance": rules_people.dependence,
    "matiere_recyclable": rules_supply.recyclable_link,
    "emploi_premier": rules_wishes.jobs_first,
    "plan_sans_suivi": rules_wishes.no_follow_up,
    "donnees_anciennes": rules_wishes.old_data,
    "risque_de_conflit": rules_places.conflict,
    "climat_non_mesure": rules_wishes.climate,
}
