//! Shape plans, built once a process.

use std::sync::{Arc, RwLock};

use harfrust::{Direction, Language, Script, ShapePlan};

/// Shape plans of one face. A document needs two or three; the limit only guards against hostile input.
#[derive(Default)]
pub struct Plans(RwLock<Vec<Arc<ShapePlan>>>);

const MOST_PLANS: usize = 64;

impl Plans {
    /// The plan for such text.
    pub fn get(
        &self,
        font: &harfrust::Font,
        direction: Direction,
        script: Script,
        language: Option<&Language>,
    ) -> Arc<ShapePlan> {
        let is_it = |plan: &&Arc<ShapePlan>| {
            plan.direction() == direction && plan.script() == Some(script) && plan.language() == language
        };
        if let Ok(plans) = self.0.read()
            && let Some(plan) = plans.iter().find(is_it)
        {
            return Arc::clone(plan);
        }
        let plan = Arc::new(ShapePlan::new(font, direction, Some(script), language, &[]));
        if let Ok(mut plans) = self.0.write()
            && plans.len() < MOST_PLANS
            && !plans.iter().any(|plan| is_it(&plan))
        {
            plans.push(Arc::clone(&plan));
        }
        plan
    }
}
